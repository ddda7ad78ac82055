// The requests that came, with what was wrong about them.
import { isFields } from './json.ts';

export interface DialectRequest {
  readonly method: string;
  /** Path and query, without the origin. */
  readonly path: string;
  /** 0: the connection was broken. */
  readonly status: number;
  /** What would have been answered had the answer arrived. Absent where it did, and where nothing was done. */
  readonly lost?: number | undefined;
  /** The body as JSON, or as text where it is none; absent without one. */
  readonly body?: unknown;
  /** The attributes in the body without their values, sorted: `emails[].value`, `userName`. */
  readonly shape: readonly string[];
  /** Why no server would have to take this request, apart from its vendor's own documented ways. Absent: it is as the RFCs have it. */
  readonly invalid?: string;
}

/** Every path in a JSON value that ends in something other than an object or array. */
export function shapeOf(value: unknown): readonly string[] {
  return [...new Set(pathsIn(value))].sort();
}

function pathsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => pathsIn(item).map((path) => (path === '' ? '[]' : `[].${path}`)));
  if (!isFields(value)) return [''];
  return Object.entries(value).flatMap(([name, inner]) => pathsIn(inner).map((path) => joined(name, path)));
}

const joined = (name: string, path: string): string => (path === '' || path.startsWith('[') ? `${name}${path}` : `${name}.${path}`);
