import { z } from 'zod';
import type { Tool, ToolAnnotations } from './tool.ts';

/** A tool as `tools/list` shows it: nothing in it that a model does not need, because every agent pays for every word. */
export interface AdvertisedTool {
  [key: string]: unknown;
  name: string;
  title: string;
  description: string;
  inputSchema: ObjectSchema;
  outputSchema?: ObjectSchema;
  annotations: Partial<ToolAnnotations>;
}

const objectSchema = z.looseObject({ type: z.literal('object') });
type ObjectSchema = z.infer<typeof objectSchema>;

export function advertised({ name, title, description, input, output, annotations }: Tool): AdvertisedTool {
  return {
    ...{ name, title, description, inputSchema: schemaOf(input, 'input') },
    ...(output ? { outputSchema: schemaOf(output, 'output') } : {}),
    annotations: hints(annotations),
  };
}

/** What a hint says by default need not be said (MCP, ToolAnnotations). */
function hints({ readOnlyHint, destructiveHint, idempotentHint, openWorldHint }: ToolAnnotations) {
  return {
    readOnlyHint,
    ...(readOnlyHint ? {} : { destructiveHint }),
    ...(idempotentHint && !readOnlyHint ? { idempotentHint } : {}),
    ...(openWorldHint ? {} : { openWorldHint }),
  };
}

const schemaOf = (schema: z.ZodObject, io: 'input' | 'output'): ObjectSchema =>
  objectSchema.parse(lean(z.toJSONSchema(schema, { io })));

/** Lengths and the edges of integers are checked by us, and told when they are passed. */
const unsaid = new Set(['$schema', 'additionalProperties', 'minLength', 'maxLength', 'pattern']);

const goesWithoutSaying = (key: string, value: unknown): boolean =>
  (key === 'default' && value === false) ||
  (key === 'minimum' && (value === 0 || value === Number.MIN_SAFE_INTEGER)) ||
  (key === 'maximum' && value === Number.MAX_SAFE_INTEGER);

function lean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, one]) => !unsaid.has(key) && !goesWithoutSaying(key, one))
      // An argument may be called as a keyword is.
      .map(([key, one]) => [key, key === 'properties' ? each(one) : lean(one)]),
  );
}

const each = (properties: unknown): unknown =>
  typeof properties === 'object' && properties !== null
    ? Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, lean(schema)]))
    : properties;
