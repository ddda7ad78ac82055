// People, one function for each endpoint. Every page is held to what ADP documents.
import { type ConnectorContext, isTenureError } from '@tenure/core/connector';
import { type HttpClient, pathOf, type QueryValue } from '@tenure/core/connector/http';
import { z } from 'zod';
import { notVisible, unreadable } from '../errors.ts';

/** The most rows on a page. */
export const largestPage = 100;

/** Nothing of pay by name, of birth or of documents is asked for. */
const everything = [
  ...['associateOID', 'workerID', 'person/legalName', 'person/preferredName', 'person/legalAddress', 'person/communication'],
  ...['businessCommunication', 'workerDates', 'workerStatus', 'workAssignments'],
];
const departmentsOnly = ['associateOID', 'workAssignments'];

const selectionOf = (paths: readonly string[]): string => paths.map((path) => `workers/${path}`).join(',');
export const wholeWorker: string = selectionOf(everything);
export const unitsOfWorker: string = selectionOf(departmentsOnly);

export interface WorkerPage {
  readonly rows: readonly unknown[];
  /** How many there are in all, where the product says so. */
  readonly total: number | undefined;
  /** The product itself says that the list is not whole. */
  readonly isPart: boolean;
}

const metaSchema = z.object({ totalNumber: z.number().nullish(), completeIndicator: z.boolean().nullish() });
const bodySchema = z
  .object({ workers: z.array(z.unknown()), meta: z.unknown().optional(), confirmMessage: z.unknown().optional() })
  .optional();

export interface WorkerCall {
  readonly skip: number;
  readonly top: number;
  readonly select: string;
  readonly roleCode: string;
}

/** One page; `undefined` past the end, which ADP says with 204. A short page is not the end, and neither is 404 or 206. */
export async function listWorkers(http: HttpClient, call: WorkerCall, context: ConnectorContext): Promise<WorkerPage | undefined> {
  const verb = 'list employees';
  const { skip, top, select, roleCode } = call;
  const query = { $top: top, $skip: skip, $select: select, ...uncached(context) };
  const { status, body } = await http.request(
    { verb, method: 'GET', path: '/hr/v2/workers', effect: 'read', query, headers: { rolecode: roleCode }, schema: bodySchema },
    context,
  );
  if (status === 204) return undefined;
  return pageOf(verb, status, body);
}

function pageOf(verb: string, status: number, body: z.infer<typeof bodySchema>): WorkerPage {
  if (status !== 200) throw unreadable(verb, `part of an answer (${status})`);
  if (body === undefined) throw unreadable(verb, 'the answer is empty');
  if (tellsOfAnError(body.confirmMessage)) throw unreadable(verb, 'the answer holds a message of an error');
  const meta = metaSchema.safeParse(body.meta).data;
  return { rows: body.workers, total: meta?.totalNumber ?? undefined, isPart: meta?.completeIndicator === false };
}

/** One worker, read past every cache; `undefined` when ADP shows nobody, which says nothing about whether there is somebody. */
export async function getWorker(http: HttpClient, id: string, roleCode: string, context: ConnectorContext): Promise<unknown> {
  const verb = 'get employee';
  const query = { $select: wholeWorker, ...uncached(context) };
  try {
    const { status, body } = await http.request(
      {
        verb,
        id,
        method: 'GET',
        path: pathOf`/hr/v2/workers/${id}`,
        effect: 'read',
        query,
        headers: { rolecode: roleCode },
        schema: bodySchema,
      },
      context,
    );
    if (status === 204) return undefined;
    const [worker, ...others] = pageOf(verb, status, body).rows;
    if (others.length > 0) throw unreadable(verb, 'it answers with several employees', id);
    return worker;
  } catch (error) {
    if (isTenureError(error) && error.code === 'CONNECTOR_REJECTED' && error.details.vendorCode === notVisible) return undefined;
    throw error;
  }
}

let asked = 0;

/** ADP may answer a repeated address out of a cache, with what was true before the event that made us ask. */
export function uncached({ now }: ConnectorContext): Readonly<Record<string, QueryValue>> {
  asked += 1;
  return { preventCache: `${now()}-${asked}` };
}

function tellsOfAnError(message: unknown): boolean {
  if (message === null || message === undefined) return false;
  return /"(?:codeValue|typeCode)":"(?:error|failed)"/i.test(JSON.stringify(message));
}
