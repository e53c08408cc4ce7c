import { z } from 'zod';

const MAX_TEXT = 300;
/** Field errors nest at most so deep; what lies deeper is no message. */
const MAX_DEPTH = 4;

const errorBody = z.looseObject({ error: z.string(), msg: z.string().optional() });
const detailBody = z.looseObject({ detail: z.unknown() });

/**
 * The server's own words, whatever shape they came in: detail, error and msg, a dictionary of fields, a bare list, or
 * lists of such (protocol §4.7). '' for none: HTML of a proxy, or nothing.
 */
export function serverWords(body: string): string {
  const value = jsonOf(body);
  const error = errorBody.safeParse(value);
  if (error.success) return cut(error.data.msg ?? error.data.error);
  const detail = detailBody.safeParse(value);
  return cut(words(detail.success ? detail.data.detail : value, 0));
}

/** `code` of an error body; '' where there is none. */
export function refusalCode(body: string): string {
  const parsed = z.looseObject({ code: z.string() }).safeParse(jsonOf(body));
  return parsed.success ? parsed.data.code : '';
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined; // HTML, or nothing: no words of JumpServer's
  }
}

function words(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return '';
  const parts = Array.isArray(value)
    ? value.map((each) => words(each, depth + 1))
    : Object.entries(value).map(([name, each]) => {
        const said = words(each, depth + 1).replaceAll('; ', ' ');
        return said && `${name}: ${said}`;
      });
  return parts.filter((part) => part !== '').join('; ');
}

function cut(text: string): string {
  return text.slice(0, MAX_TEXT);
}
