// Values as the API writes them.
import type { Answer } from '../../serving/answering.ts';
import type { BoxUser } from './enterprise.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The one error object of the API. */
export function problem(status: number, code: string, message: string): Answer {
  return {
    status,
    body: { type: 'error', status, code, help_url: 'https://developer.box.com/', message, request_id: 'abcdef123456', context_info: null },
  };
}

/** What `fields` chooses from: the mini form always, the rest only where it is asked for; without it the standard form. */
export function userShown(user: BoxUser, fields: string | null): Fields {
  const { id, login, name, status, role, jobTitle, phone } = user;
  const mini = { type: 'user', id, name, login };
  const standard = { status, job_title: jobTitle, phone, address: '', language: 'en', timezone: 'America/Los_Angeles', space_used: 0 };
  if (fields === null) return { ...mini, ...standard };
  const all: Fields = { ...standard, role, is_platform_access_only: false };
  const asked = fields.split(',').filter((field) => field in all);
  return { ...mini, ...Object.fromEntries(asked.map((field) => [field, all[field]])) };
}
