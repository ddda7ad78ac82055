// The HR systems that Merge connects to, as its catalogue shows them: a choice.

export interface Integration {
  readonly name: string;
  readonly slug: string;
  /** Enabled for this organization: shown by `GET /organizations/integrations`. Default `true`. */
  readonly isEnabled?: boolean | undefined;
  /** Default `['hris']`. */
  readonly categories?: readonly string[] | undefined;
}

export const sampleIntegrations: readonly Integration[] = [
  { name: 'BambooHR', slug: 'bamboohr' },
  { name: 'Workday', slug: 'workday' },
  { name: 'ADP Workforce Now', slug: 'adp-workforce-now' },
  { name: 'Gusto', slug: 'gusto' },
  { name: 'HiBob', slug: 'hibob' },
  { name: 'Personio', slug: 'personio' },
  { name: 'UKG Pro', slug: 'ukg-pro' },
  { name: 'Paylocity', slug: 'paylocity' },
  { name: 'Zoho People', slug: 'zoho-people', isEnabled: false },
  { name: 'Greenhouse', slug: 'greenhouse', categories: ['ats'] },
];

/** A tile as the catalogue and the exchange of a public token have it. */
export function wireIntegration({ name, slug, categories = ['hris'] }: Integration): Readonly<Record<string, unknown>> {
  return {
    name,
    abbreviated_name: name,
    slug,
    categories,
    image: `https://images.example.com/${slug}.png`,
    square_image: `https://images.example.com/${slug}-square.png`,
    color: '#336699',
    api_endpoints_to_documentation_urls: {},
    webhook_setup_guide_url: null,
    category_beta_status: {},
  };
}
