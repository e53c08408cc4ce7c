import { z } from 'zod';
import { escapeHtml } from '../http/html.ts';
import { button } from './control-button.ts';

/** One row a setting: its name, its value, and a button for each other value that a yes/no or a choice can take. */
export function settingRows(schema: z.ZodObject, current: object, call: string): string[] {
  return Object.entries(schema.shape).map(([name, type]) => {
    const value: unknown = Reflect.get(current, name);
    const choices = choicesOf(type)
      .filter((choice) => choice !== value)
      .map((choice) => button(String(choice), call, { [name]: choice }));
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(shown ?? '')}</td><td>${choices.join('')}</td></tr>`;
  });
}

function choicesOf(type: unknown): (string | boolean)[] {
  if (type instanceof z.ZodBoolean) return [true, false];
  return type instanceof z.ZodEnum ? type.options.map(String) : [];
}
