// What a step of the check is, and the order steps run in.

/** What a step found. Without problems it passed; the note is one short figure for its line. */
export interface Finding {
  readonly problems: readonly string[];
  readonly note?: string | undefined;
}

export interface Step {
  readonly name: string;
  /** Names of steps whose outcome this one stands on. It does not run when one of them failed. */
  readonly after?: readonly string[] | undefined;
  run(): Promise<Finding>;
}

export interface StepReport {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'not run';
  readonly finding: Finding;
  readonly seconds: number;
}

/**
 * Runs every step, at most `atOnce` together and in the order given as far as `after` allows, and reports each as it
 * ends. A step that throws has failed; one whose prerequisite failed is reported as not run.
 */
export async function runSteps(
  steps: readonly Step[],
  { atOnce, onReport }: { atOnce: number; onReport: (report: StepReport) => void },
): Promise<StepReport[]> {
  const reports = new Map<string, StepReport>();
  const waiting = [...steps];
  const running = new Map<string, Promise<void>>();
  const settle = (report: StepReport): void => {
    reports.set(report.name, report);
    onReport(report);
  };
  while (waiting.length > 0 || running.size > 0) {
    const next = running.size < atOnce ? waiting.findIndex((step) => (step.after ?? []).every((name) => reports.has(name))) : -1;
    const [step] = next === -1 ? [] : waiting.splice(next, 1);
    if (step !== undefined) {
      const failed = (step.after ?? []).filter((name) => reports.get(name)?.outcome !== 'passed');
      if (failed.length > 0) settle(notRun(step.name, failed));
      else
        running.set(
          step.name,
          timed(step)
            .then(settle)
            .finally(() => running.delete(step.name)),
        );
    } else if (running.size > 0) {
      await Promise.race(running.values());
    } else {
      throw new Error(`these steps wait for steps that do not exist: ${waiting.map(({ name }) => name).join(', ')}`);
    }
  }
  return [...reports.values()];
}

function notRun(name: string, failed: readonly string[]): StepReport {
  return { name, outcome: 'not run', finding: { problems: [`needs ${failed.join(', ')}`] }, seconds: 0 };
}

async function timed(step: Step): Promise<StepReport> {
  const start = performance.now();
  const finding = await step
    .run()
    .catch((error: unknown) => ({ problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)] }));
  const seconds = (performance.now() - start) / 1_000;
  return { name: step.name, outcome: finding.problems.length === 0 ? 'passed' : 'failed', finding, seconds };
}
