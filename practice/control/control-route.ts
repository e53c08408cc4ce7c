import { z } from 'zod';
import type { Json } from '../http/json.ts';
import type { Params } from '../http/route.ts';

/** One call of the control API. Bodies are JSON objects; a bad one is a 400 that says what was expected. */
export interface ControlRoute {
  method: 'GET' | 'POST';
  path: string;
  run(params: Params, body: { [key: string]: Json }, query: URLSearchParams): Json;
}

export function get(path: string, run: ControlRoute['run']): ControlRoute {
  return { method: 'GET', path: `/practice/api/${path}`, run };
}

export function post(path: string, run: ControlRoute['run']): ControlRoute {
  return { method: 'POST', path: `/practice/api/${path}`, run };
}

/** Any value as the JSON it becomes. */
export function plain(value: unknown): Json {
  return z.json().parse(JSON.parse(JSON.stringify(value)));
}
