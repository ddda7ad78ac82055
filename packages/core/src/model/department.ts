import { z } from 'zod';

/** A unit of the company as HR states it. */
export interface Department {
  /** The source's own immutable id. */
  readonly id: string;
  readonly name: string;
  /** The unit above it; `null` or absent for a top unit. */
  readonly parentId?: string | null;
}

/** Validates one department record. Pure; messages never contain values. */
export const departmentSchema: z.ZodType<Department> = z.object({
  id: z.string().min(1).max(256),
  name: z.string().min(1).max(1_024),
  parentId: z.string().min(1).max(256).nullable().exactOptional(),
});
