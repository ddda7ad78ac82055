// Whether the app registration has been granted what writing takes. Only its token tells without a further permission.
import type { CheckItem, ConnectorContext } from '@tenure/core/connector';
import type { Authorize } from '@tenure/core/connector/http';
import { z } from 'zod';

export const permissionTitle = 'The app registration may create, change and delete users';

/** Each of them covers all that is done here. */
const enough: readonly string[] = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];

const claimsSchema = z.object({ roles: z.array(z.string()).catch([]) });

/** By the claim `roles` of the token, which Microsoft writes for apps; a token that cannot be read decides nothing. */
export async function permissionsIn(authorize: Authorize, context: ConnectorContext): Promise<Omit<CheckItem, 'title'>> {
  const { authorization = '' } = await authorize(context, 'first');
  const claims = claimsOf(authorization);
  if (claims === undefined) return { state: 'not-checked', detail: 'the token does not say what it is for' };
  if (claims.roles.some((role) => enough.includes(role))) return { state: 'ok' };
  return { state: 'problem', detail: `grant the application permission ${enough[0]}, with an administrator's consent` };
}

function claimsOf(authorization: string): z.infer<typeof claimsSchema> | undefined {
  try {
    return claimsSchema.parse(JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
