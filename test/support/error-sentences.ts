import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Not shown in the window: what agents, their tools and the command line are told. */
const ELSEWHERE = [
  ...['main/mcp/', 'main/agents/', 'main/doctor/', 'main/sign-in/text/', 'main/files/', 'main/koko/sftp-'],
  ...['agent-holds', 'kill-switch', 'approval-errors', 'folder-grants', 'user-change-errors'].map(
    (file) => `main/guard/${file}`,
  ),
  ...['main/guard/policy/', 'main/terminals/line-matcher', 'main/terminals/terminal-pool'],
];

/**
 * The English sentences of the errors that the window can show, out of the source: `message` and `nextStep` of each DrawbridgeError, what is
 * put into them as {0}, {1} …; where one is computed, the sentences that it is chosen from.
 */
export function errorSentences(root: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of sources(path.join(root, 'main'))) {
    const name = path.relative(root, file);
    if (ELSEWHERE.some((folder) => name.startsWith(folder))) continue;
    const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && /^(message|nextStep)$/.test(node.name.getText()) && inError(node))
        for (const sentence of sentences(node.initializer)) found.set(sentence, name);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

/** In the object that a DrawbridgeError is made of. */
function inError(node: ts.PropertyAssignment): boolean {
  const object = node.parent;
  const call = object.parent;
  return ts.isNewExpression(call) && call.expression.getText() === 'DrawbridgeError';
}

function sentences(value: ts.Expression): string[] {
  if (ts.isStringLiteralLike(value)) return value.text === '' ? [] : [value.text];
  if (ts.isTemplateExpression(value)) {
    const spans = value.templateSpans.map(({ literal }, index) => `{${index}}${literal.text}`);
    return [value.head.text + spans.join('')];
  }
  if (ts.isConditionalExpression(value)) return [...sentences(value.whenTrue), ...sentences(value.whenFalse)];
  if (ts.isParenthesizedExpression(value)) return sentences(value.expression);
  return [];
}

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(file);
    return entry.name.endsWith('.ts') ? [file] : [];
  });
}
