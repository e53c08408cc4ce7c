import { z } from 'zod';
import { errorText } from './bridge-error.ts';
import type { WireError } from './wire.ts';

const id = z.union([z.string(), z.number()]);
export type RequestId = z.infer<typeof id>;

const frame = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: id.nullish(),
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  result: z.unknown().optional(),
  error: z.unknown().optional(),
});

export type Message =
  | { readonly kind: 'request'; readonly id: RequestId; readonly method: string; readonly params: Params }
  | { readonly kind: 'notification'; readonly method: string; readonly params: Params }
  | { readonly kind: 'response'; readonly id: RequestId; readonly result: unknown; readonly failed: boolean };
export type Params = Readonly<Record<string, unknown>>;

/** The message in a parsed line; undefined where it is not JSON-RPC 2.0. */
export function readMessage(value: unknown): Message | undefined {
  const parsed = frame.safeParse(value);
  if (!parsed.success) return undefined;
  const { id: requestId, method, params = {}, result, error } = parsed.data;
  if (method !== undefined) {
    if (requestId === undefined || requestId === null) return { kind: 'notification', method, params };
    return { kind: 'request', id: requestId, method, params };
  }
  if (requestId === undefined || requestId === null) return undefined;
  return { kind: 'response', id: requestId, result, failed: error !== undefined };
}

/** The first revision without sessions. */
export const MODERN_REVISION = '2026-07-28';
const claim = z.looseObject({ _meta: z.looseObject({ 'io.modelcontextprotocol/protocolVersion': z.string() }) });
const asked = z.looseObject({ protocolVersion: z.string() });

/** The protocol revision that a request names: in its envelope (2026-07-28 on), or in `initialize`. */
export function revisionOf(params: Params): { readonly revision: string; readonly modern: boolean } | undefined {
  const modern = claim.safeParse(params);
  if (modern.success) return { revision: modern.data._meta['io.modelcontextprotocol/protocolVersion'], modern: true };
  const legacy = asked.safeParse(params);
  return legacy.success ? { revision: legacy.data.protocolVersion, modern: false } : undefined;
}

export const line = (value: object): string => JSON.stringify({ jsonrpc: '2.0', ...value });
export const resultLine = (requestId: RequestId, result: object): string => line({ id: requestId, result });
export const parseErrorLine = (message: string): string => line({ id: null, error: { code: -32700, message } });

/** How a call that cannot be served is answered: a tool result that a model reads, or a JSON-RPC error. */
export function failureLine(request: { id: RequestId; method: string; modern: boolean }, error: WireError): string {
  const text = errorText(error);
  if (request.method === 'tools/call')
    return resultLine(request.id, {
      ...(request.modern ? { resultType: 'complete' } : {}),
      content: [{ type: 'text', text }],
      isError: true,
    });
  return line({ id: request.id, error: { code: -32000, message: text, data: { code: error.code } } });
}

/** The answer to an opening while the app, which would give the real one, is away and was never heard before. */
export function standInOpening(method: string, revision: string, version: string): object {
  const common = { capabilities: { tools: { listChanged: true }, prompts: {}, resources: {} } };
  if (method === 'server/discover')
    return { ...common, resultType: 'complete', supportedVersions: [MODERN_REVISION], ttlMs: 0, cacheScope: 'private' };
  return { ...common, protocolVersion: revision, serverInfo: { name: 'drawbridge', version } };
}
