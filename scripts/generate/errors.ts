// The page of errors: every code with who must act, what may follow and the facts it carries.
import { join } from 'node:path';
import ts from 'typescript';
import { type ErrorCode, errorTable } from '../../packages/core/src/connector/index.ts';
import { root } from '../check/workspace.ts';
import { code, generatedHeader, table } from './markdown.ts';

const whoActs: Readonly<Record<string, string>> = {
  OPTIONS: 'Whoever configures: the options are wrong.',
  CONNECTOR: 'Whoever runs the remote system or holds its credential.',
  CONTRACT: "The connector's author.",
  FEED: "Whoever owns the source's data.",
  PLAN: 'The person who approves plans.',
  STORE: 'Whoever runs this process and its store.',
};

const whatFollows: Readonly<Record<string, string>> = {
  never: 'nothing until somebody acts',
  'after-delay': 'the same again later',
  'read-first': 'look whether it took effect, then decide',
  replan: 'plan anew',
};

/** The interface whose properties many codes share; they are printed once. */
const sharedInterface = 'HttpFacts';

interface Fact {
  readonly shared: boolean;
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

export function errorReference(): string {
  const facts = readFacts();
  const codes = Object.keys(errorTable) as ErrorCode[];
  const prefixes = [...new Set(codes.map(prefixOf))];
  const sections = prefixes.flatMap((prefix) => {
    const actor = whoActs[prefix];
    if (actor === undefined) throw new Error(`say who must act on ${prefix}_ errors`);
    return [`## ${prefix}_`, actor, ...codes.filter((one) => prefixOf(one) === prefix).map((one) => entry(one, facts.get(one) ?? []))];
  });
  const intro =
    'Every error is a `TenureError`. Its `code` is one of these and narrows `details`; `retry` says what may follow and `hint` what to do. ' +
    'The prefix says who must act. No message and no detail holds an attribute value, a body, a header or a credential.';
  const summary = table(
    ['code', 'retry', 'what may follow'],
    codes.map((one) => [`[${code(one)}](#${one.toLowerCase()})`, code(errorTable[one].retry), whatFollows[errorTable[one].retry] ?? '']),
  );
  const shared = [...facts.values()].flat().filter((fact) => fact.shared);
  const once = shared.filter((fact, index) => shared.findIndex(({ name }) => name === fact.name) === index);
  const sharedSection = [
    '## Facts of an HTTP answer',
    'Every error that came from an HTTP answer carries what there is of these.',
    factTable(once),
  ];
  return `${[generatedHeader, '# Errors', intro, summary, ...sections, ...sharedSection].join('\n\n')}\n`;
}

function prefixOf(name: string): string {
  return name.slice(0, name.indexOf('_'));
}

function entry(name: ErrorCode, facts: readonly Fact[]): string {
  const { retry, hint } = errorTable[name];
  const own = facts.filter(({ shared }) => !shared);
  const shared = own.length < facts.length ? ['Details: [the facts of an HTTP answer](#facts-of-an-http-answer).'] : [];
  const ownTable = own.length > 0 ? [factTable(own)] : [];
  return [`### ${name}`, hint, `Retry: ${code(retry)}, ${whatFollows[retry]}.`, ...shared, ...ownTable].join('\n\n');
}

function factTable(facts: readonly Fact[]): string {
  const explained = facts.some(({ meaning }) => meaning !== '');
  const rows = facts.map((fact) => [code(fact.name), code(fact.type), ...(explained ? [fact.meaning] : [])]);
  return table(['details', 'type', ...(explained ? ['meaning'] : [])], rows);
}

/** The properties of each code's details, as the compiler sees them. */
function readFacts(): Map<string, Fact[]> {
  const path = join(root, 'packages', 'core', 'src', 'connector', 'errors.ts');
  const options: ts.CompilerOptions = { strict: true, exactOptionalPropertyTypes: true, noLib: false, target: ts.ScriptTarget.ES2022 };
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const declared = program
    .getSourceFile(path)
    ?.statements.filter(ts.isInterfaceDeclaration)
    .find(({ name }) => name.text === 'ErrorDetails');
  if (declared === undefined) throw new Error(`no interface ErrorDetails in ${path}`);
  const describe = (property: ts.Symbol): Fact => {
    const type = checker.typeToString(checker.getTypeOfSymbol(property), declared, ts.TypeFormatFlags.NoTruncation);
    const home = property.declarations?.[0]?.parent;
    return {
      shared: home !== undefined && ts.isInterfaceDeclaration(home) && home.name.text === sharedInterface,
      name: property.name,
      type: type.replace(/ \| undefined$/, '').replace(/^undefined \| /, ''),
      meaning: ts.displayPartsToString(property.getDocumentationComment(checker)),
    };
  };
  return new Map(
    checker
      .getTypeAtLocation(declared)
      .getProperties()
      .map((one) => {
        const properties = checker.getPropertiesOfType(checker.getTypeOfSymbol(one));
        return [one.name, properties.map((property) => optionalMark(describe(property), property))];
      }),
  );
}

function optionalMark(fact: Fact, property: ts.Symbol): Fact {
  return (property.flags & ts.SymbolFlags.Optional) === 0 ? fact : { ...fact, name: `${fact.name}?` };
}
