// Property tests try the same cases in every run, so that a red one is about the change at hand. TENURE_SEED=7 tries others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['TENURE_SEED'] ?? 1) });
