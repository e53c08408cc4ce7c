import { z } from 'zod';
import { advertised } from '../../main/mcp/advertised.ts';
import { formerNames } from '../../main/mcp/former-names.ts';
import { prompts } from '../../main/mcp/prompts.ts';
import { GUIDE, SCREENS } from '../../main/mcp/resources.ts';
import type { Tool } from '../../main/mcp/tool.ts';
import { tools } from '../../main/mcp/tool-list.ts';

/** docs/tools.md, written from the definitions so that it cannot lag behind them. */
export function toolsPage(): string {
  const unlisted = tools.filter(({ listing }) => listing === 'unlisted');
  return `${[
    '# Tools',
    'Written by `npm run docs:tools` from the definitions in `main/mcp`; do not edit. What they cost in tokens: [the budget](technical/tools-budget.md).',
    `\`drawbridge mcp\` lists ${tools.length - unlisted.length} tools; \`drawbridge mcp --tools core\` the ${tools.filter(({ listing }) => listing === 'core').length} that are marked *core*. Both answer to every name on this page.`,
    contents(),
    ...tools.filter(({ listing }) => listing !== 'unlisted').map(section),
    '## Tools that are not listed',
    'They can be called, and a listed tool does the same or more.',
    ...unlisted.map(section),
    '## Former names',
    'Names of the command-line predecessor. Their arguments are taken as they were; see [moving from it](from-mcp-jumpserver-gui-sucks.md).',
    table(
      ['name', 'since', 'answered by'],
      formerNames.map(({ name, since, now, preset }) => [
        code(name),
        since,
        `${code(now)}${preset ? ` with ${code(JSON.stringify(preset))}` : ''}`,
      ]),
    ),
    '## Prompts',
    table(
      ['name', 'what it is for', 'arguments'],
      prompts.map(({ name, description, args }) => [
        code(name),
        description,
        Object.entries(args.shape)
          .map(([argument, shape]) => `${code(argument)}${shape.safeParse(undefined).success ? '' : ' (required)'}`)
          .join(', '),
      ]),
    ),
    '## Resources',
    table(
      ['address', 'what it is'],
      [
        [code(GUIDE), 'How agents work with terminals here.'],
        [code(SCREENS), 'What a person would see in one of the agent’s terminals now. Open terminals are listed.'],
      ],
    ),
  ].join('\n\n')}\n`;
}

function contents(): string {
  return tools
    .filter(({ listing }) => listing !== 'unlisted')
    .map(({ name, title, listing }) => `- [${code(name)}](#${name}) – ${title}${listing === 'core' ? ' (*core*)' : ''}`)
    .join('\n');
}

function section(tool: Tool): string {
  const { name, title, description, annotations, input, output, listing } = tool;
  const hints = [
    annotations.readOnlyHint
      ? 'only looks'
      : annotations.destructiveHint
        ? 'may change or end things'
        : 'changes no server',
    annotations.idempotentHint && !annotations.readOnlyHint ? 'twice is as once' : '',
    annotations.openWorldHint ? '' : 'asks no server',
    output ? 'promises the shape of its result' : '',
  ].filter((hint) => hint !== '');
  return [
    `### ${name}`,
    `**${title}**${listing === 'core' ? ' · *core*' : ''} · ${hints.join(' · ')}`,
    description,
    argumentTable(input),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

const property = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});

function argumentTable(input: z.ZodObject): string {
  const { properties = {}, required = [] } = z
    .looseObject({ properties: z.record(z.string(), property).optional(), required: z.array(z.string()).optional() })
    .parse(z.toJSONSchema(input, { io: 'input' }));
  const rows = Object.entries(properties).map(([name, one]) => [
    code(name),
    one.enum ? one.enum.map(code).join(' ') : typeOf(one),
    required.includes(name) ? 'required' : one.default === undefined ? '' : code(JSON.stringify(one.default)),
    one.description ?? '',
  ]);
  return rows.length === 0 ? '' : table(['argument', 'type', 'default', 'meaning'], rows);
}

function typeOf({ type, minimum, maximum }: z.infer<typeof property>): string {
  const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? String(maximum) : '';
  if (type === 'string' || (minimum === undefined && most === '')) return type ?? '';
  return `${type} ${minimum ?? ''}–${most}`.replace(/ –$/, '');
}

const code = (text: string): string => `\`${text}\``;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

/** What a host is given of the tools, as it goes over the wire. */
export const listOf = (chosen: readonly Tool[]): string => JSON.stringify(chosen.map(advertised));
