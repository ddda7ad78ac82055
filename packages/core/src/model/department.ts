import { z } from 'zod';
import { idText, textUpTo } from './text.ts';

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
  id: idText(),
  name: textUpTo(1_024).min(1),
  parentId: idText().nullable().exactOptional(),
});
