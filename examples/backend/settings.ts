// What this backend needs to know, from its environment or from a test.

export interface Settings {
  /** A folder for the databases. */
  readonly folder: string;
  readonly merge: { readonly apiKey: string; readonly signatureKey: string; readonly baseUrl?: string | undefined };
  readonly okta: { readonly orgUrl: string; readonly token: string };
  readonly chat: { readonly baseUrl: string; readonly token: string };
  /** Who may use the pages of an administrator. */
  readonly adminToken: string;
  /** Told what goes wrong in the background. */
  readonly onError: (error: unknown) => void;
}

/** Every setting from the environment; throws one error that names what is missing. */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  const missing: string[] = [];
  const needed = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') missing.push(name);
    return value ?? '';
  };
  const settings: Settings = {
    folder: environment['DATA_FOLDER'] ?? '.',
    merge: { apiKey: needed('MERGE_API_KEY'), signatureKey: needed('MERGE_SIGNATURE_KEY') },
    okta: { orgUrl: needed('OKTA_ORG_URL'), token: needed('OKTA_TOKEN') },
    chat: { baseUrl: needed('CHAT_SCIM_URL'), token: needed('CHAT_SCIM_TOKEN') },
    adminToken: needed('ADMIN_TOKEN'),
    onError: (error) => console.error(String(error)),
  };
  if (missing.length > 0) throw new Error(`set ${missing.join(', ')}`);
  return settings;
}
