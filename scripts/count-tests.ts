// Reads vitest's JSON report and prints one line: how many tests passed and how many failed.
import { readFileSync } from 'node:fs';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('give the path of the report');
const text = readFileSync(path, 'utf8');
if (text === '') throw new Error('vitest wrote no report: it ended before it ran a test');
const report: Report = JSON.parse(text);
// A file that can't be loaded has no failed test in it, and has failed.
const brokenFiles = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
);
console.log(`${report.numPassedTests} passed, ${report.numFailedTests + brokenFiles.length} failed`);
