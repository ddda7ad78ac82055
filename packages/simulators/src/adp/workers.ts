// A worker as the HR system holds them, free of any product's way to show it.

/** `active`, `on-leave`, or gone in one of three ways. */
export type AdpStatus = 'active' | 'on-leave' | 'terminated' | 'deceased' | 'retired';

/** A code with its label. */
export interface AdpCode {
  readonly code: string;
  readonly name: string;
}

/** One job. Days are `YYYY-MM-DD`. */
export interface AdpAssignment {
  readonly itemID: string;
  readonly isPrimary: boolean;
  readonly hireDate: string;
  /** Stays at the first start when somebody is hired again. */
  readonly actualStartDate: string;
  readonly status: AdpStatus;
  readonly statusDate: string;
  readonly reason?: AdpCode | undefined;
  readonly terminationDate?: string | undefined;
  /** A code of the tenant's own, e.g. `F`, `P`, `1099`. */
  readonly workerType?: AdpCode | undefined;
  readonly jobTitle?: string | undefined;
  readonly jobCode?: AdpCode | undefined;
  readonly positionID: string;
  readonly payrollGroup: string;
  readonly fileNumber: string;
  readonly department?: AdpCode | undefined;
  readonly businessUnit?: AdpCode | undefined;
  readonly location?: (AdpCode & { readonly city?: string | undefined; readonly country?: string | undefined }) | undefined;
  /** The manager's associate OID; may name nobody. */
  readonly reportsTo?: string | undefined;
  readonly timeZone?: string | undefined;
}

export interface AdpWorker {
  /** Stays for life. */
  readonly associateOID: string;
  readonly workerID: string;
  readonly givenName?: string | undefined;
  readonly middleName?: string | undefined;
  readonly familyName?: string | undefined;
  readonly preferredName?: string | undefined;
  readonly nickName?: string | undefined;
  readonly birthDate?: string | undefined;
  readonly workEmail?: string | undefined;
  readonly personalEmail?: string | undefined;
  readonly workMobile?: string | undefined;
  readonly personalMobile?: string | undefined;
  readonly homeCity?: string | undefined;
  readonly homeCountry?: string | undefined;
  readonly originalHireDate: string;
  readonly rehireDate?: string | undefined;
  readonly terminationDate?: string | undefined;
  readonly status: AdpStatus;
  readonly assignments: readonly AdpAssignment[];
}

/** Whom to hire. What is not given is made up from the number of the hire, or left out where ADP leaves it out. */
export type AdpHire = Partial<Omit<AdpWorker, 'assignments' | 'status'>> &
  Partial<Pick<AdpAssignment, 'workerType' | 'jobTitle' | 'jobCode' | 'payrollGroup' | 'department' | 'businessUnit' | 'location'>> &
  Partial<Pick<AdpAssignment, 'reportsTo' | 'timeZone'>> & {
    /** The first day. Default: today. A later one is shown as active all the same. */
    readonly on?: string | undefined;
  };

export interface AdpDepartment {
  /** `' '` stands for every payroll group. */
  readonly payrollGroup: string;
  readonly code: string;
  readonly name: string;
  readonly parent?: string | undefined;
  readonly isActive?: boolean | undefined;
}

export function isGone(status: AdpStatus): boolean {
  return status === 'terminated' || status === 'deceased' || status === 'retired';
}

/** The job that ADP marks as primary. */
export function primaryOf({ assignments }: AdpWorker): AdpAssignment | undefined {
  return assignments.find(({ isPrimary }) => isPrimary);
}
