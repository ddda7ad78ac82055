// The public surface, each name written out.
export type { ChangeOutcome, ChangeReport, OnRunEvent, Progress, Run, RunEvent, RunReport, SettledChange } from './apply/outcome.ts';
export type { AccessDesk, ExceptionOptions } from './ask/access-desk.ts';
export type { Approval, Decider, Protectable, QuestionDesk } from './ask/desk.ts';
export type { JoiningDesk, JoiningOptions } from './ask/joining-desk.ts';
export type { Question, QuestionFilter } from './ask/questions.ts';
export type { AuditFacts, AuditFault, AuditFilter, AuditHead, AuditKind, AuditRecord, AuditVerdict } from './audit/entry.ts';
export type { AuditTrail } from './audit/open.ts';
export type { Receipt, ReceiptLine, ReceiptState } from './audit/receipt-print.ts';
export type { CheckItem, CheckReport, Credential, Logger } from './connector/context.ts';
export type { AnyTenureError, ErrorCode, ErrorDetails, OptionProblem, RetryClass } from './connector/errors.ts';
export { errorTable, isTenureError, TenureError } from './connector/errors.ts';
export type { ConnectionState } from './connector/hints.ts';
export type { HrisSource } from './connector/source.ts';
export type { AppProvisioner, IdentityProvider } from './connector/target.ts';
export type { DeadLetter, DeadLetters } from './dead-letters.ts';
export type { Forgetting } from './forget/forget.ts';
export type { Delivery, EventHandler, EventOf, FailedDelivery, HandlerOptions } from './handlers/handlers.ts';
export { createLifecycle } from './lifecycle.ts';
export type { AccountFilter, EventFilter } from './listing.ts';
export type { ManualApp, ManualAppOptions } from './manual/app.ts';
export { manualApp } from './manual/app.ts';
export type { ManualTask, ManualTaskFilter, TaskDesk } from './manual/tasks.ts';
export type { ApplyOptions, Lifecycle, PlanOptions, SyncOptions, SyncResult } from './methods.ts';
export type * from './model/index.ts';
export { employeeStatuses, employmentTypes, toInstant } from './model/index.ts';
export type { AppRule, Clock, FeedOptions, LifecycleOptions } from './options.ts';
export type { Change, ChangeClass, ChangeCount, ChangeKind, PlanPart, SuppressedChange, WaitingCase } from './plan/change.ts';
export type { TargetEstimate } from './plan/estimate.ts';
export type { Emergency, GuardLimit, GuardLimits, HeldPart } from './plan/guard.ts';
export { guardDefaults } from './plan/guard.ts';
export type { FlapLimit } from './plan/person-input.ts';
export type { Plan } from './plan/plan.ts';
export { describeChange, type PrintOptions } from './plan/print.ts';
export type { Choice, ChoiceOf, QuestionCandidate, QuestionKind } from './plan/questions.ts';
export type { FeedReport, PlanHeader, PlanSummary, QuarantinedRecord, SuppressedCount } from './plan/summary.ts';
export type { AddressPattern, AddressRule } from './policy/addresses.ts';
export type { AddressDocument, PolicyDocument, RuleDocument, TargetDocument } from './policy/document.ts';
export { definePolicy, policyJsonSchema } from './policy/document.ts';
export type { ActivationRule, GroupRule, Policy, ProvisioningPolicy, TargetRule } from './policy/policy.ts';
export type { Facts, Predicate, Rule } from './policy/rules.ts';
export {
  allOf,
  anyOf,
  everyone,
  inCountry,
  inDepartment,
  nobody,
  not,
  where,
  withCustomField,
  withEmploymentType,
  withId,
} from './policy/rules.ts';
export type { LeaveRule, PartialSchedule, Schedule } from './policy/schedule.ts';
export type { Proof } from './proof.ts';
export type { Difference, Drift } from './read/compare-account.ts';
export type { Orphan } from './read/orphans.ts';
export type { PersonReading } from './read/read-again.ts';
export type { AbsenceRule, RenumberedRule } from './read/session.ts';
export type { Upcoming } from './read/upcoming.ts';
export type { WhatIf, WhatIfPerson } from './read/what-if.ts';
export type { RetentionDays } from './retain/retention.ts';
export type { FeedFigures, FieldCounts, GateLimits } from './roster/feed-figures.ts';
export type { FeedPowers, FeedTrust, FeedVerdict } from './roster/gate.ts';
export { memoryStore } from './store/memory.ts';
export type { Store } from './store/port.ts';
export type { EncryptionKey, EncryptionOptions } from './store/sealed/keys.ts';
export type { ConnectionReport } from './tell/connections.ts';
export type { DriftOptions, InformationDesk, TargetFilter } from './tell/desk.ts';
export type { ExplainOptions } from './tell/explain.ts';
export type { ExplainedFact, ExplainedTarget, Explanation } from './tell/explain-print.ts';
export type { LastWrite } from './tell/last-write.ts';
export type { OpenAccess, OpenAccessReason } from './tell/open-access.ts';
export type { Seats, TimeTable } from './time-table.ts';
export type { WatchOptions } from './watch/watch.ts';
