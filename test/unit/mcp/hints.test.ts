import { expect, it } from 'vitest';
import { inputHint, reviewHint } from '../../../main/mcp/input-hints.ts';
import { tools } from '../../../main/mcp/tool-list.ts';
import { usageGuide } from '../../../main/mcp/usage-guide.ts';

const kinds = [
  ...(['password', 'confirm', 'any-key', 'continuation', 'pager', 'repl', 'fullscreen'] as const),
  ...(['foreign-prompt', 'plain'] as const),
];

it('what a hint tells an agent to call exists, with those arguments', () => {
  const hints = [
    ...kinds.map((kind) => inputHint(kind, 'line', 'term_1')),
    ...(['warning', 'review', 'ticket'] as const).map((step) =>
      reviewHint(step, 'term_1', 'jms_read_terminal_session session_handle=term_1 cursor=7'),
    ),
  ];
  const wrong = hints.flatMap((hint) =>
    [...hint.matchAll(/(jms_\w+)((?: \w+=[^\s,;)]+)*)/g)].flatMap(([, name = '', args = '']) => {
      const tool = tools.find((one) => one.name === name);
      if (tool === undefined) return [name];
      const given = [...args.matchAll(/(\w+)=/g)].map(([, argument = '']) => argument);
      return given.filter((argument) => !Object.hasOwn(tool.input.shape, argument)).map((one) => `${name} ${one}`);
    }),
  );
  expect(wrong).toEqual([]);
});

it('the guide names tools that exist', () => {
  const names = new Set(tools.map(({ name }) => name));
  const named = [...usageGuide.matchAll(/jms_\w+/g)].map(([name]) => name);
  expect(named.filter((name) => !names.has(name))).toEqual([]);
});
