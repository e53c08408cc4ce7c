import { describe, expect, it } from 'vitest';
import { type Message, readMessage } from '../../../mcp-bridge/json-rpc.ts';
import { PumpMemory } from '../../../mcp-bridge/pump-memory.ts';

const request = (id: number | string, method: string, params = {}): Extract<Message, { kind: 'request' }> => ({
  ...{ kind: 'request', id, method, params },
});
const response = (id: number | string): Message => ({ kind: 'response', id, result: {}, failed: false });
const envelope = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };

describe('the memory of the pump', () => {
  it('replays an initialize and its notification under an id of its own, and swallows the second answer', () => {
    const memory = new PumpMemory();
    const opening = request(1, 'initialize', { protocolVersion: '2025-06-18' });
    memory.rememberOpening(opening);
    memory.sent(opening);
    expect(memory.replay()).toEqual([]);
    expect(memory.received(response(1)).pass).toBe(true);
    memory.rememberInitialized();
    memory.disconnected();
    expect(memory.replay().map((line) => JSON.parse(line))).toEqual([
      { jsonrpc: '2.0', id: 'drawbridge-replay-1', method: 'initialize', params: { protocolVersion: '2025-06-18' } },
      { jsonrpc: '2.0', method: 'notifications/initialized' },
    ]);
    expect(memory.received(response('drawbridge-replay-1')).pass).toBe(false);
  });

  it('replays server/discover of the 2026-07-28 revision, which no notification follows', () => {
    const memory = new PumpMemory();
    memory.rememberOpening(request('d', 'server/discover', envelope));
    memory.openingAnswered();
    expect(memory.replay().map((line) => JSON.parse(line).method)).toEqual(['server/discover']);
    expect(memory.revisionFor({})).toBe('2026-07-28');
  });

  it('a later opening takes the place of a probe', () => {
    const memory = new PumpMemory();
    memory.rememberOpening(request(1, 'server/discover', envelope));
    memory.openingAnswered();
    memory.rememberOpening(request(2, 'initialize', { protocolVersion: '2025-06-18' }));
    memory.openingAnswered();
    expect(memory.replay().map((line) => JSON.parse(line).method)).toEqual(['initialize']);
  });

  it('knows what is in flight when the app goes, once', () => {
    const memory = new PumpMemory();
    memory.sent(request(5, 'tools/call', envelope));
    memory.sent(request(6, 'tools/list'));
    memory.received(response(6));
    expect(memory.disconnected()).toMatchObject([{ id: 5, method: 'tools/call', modern: true }]);
    expect(memory.disconnected()).toEqual([]);
    expect(memory.received(response(5)).pass).toBe(false);
  });

  it('lets no answer pass to a question that a dead app asked', () => {
    const memory = new PumpMemory();
    memory.received(request('q', 'roots/list'));
    memory.disconnected();
    expect(memory.answersLiveQuestion('q')).toBe(false);
  });
});

describe('JSON-RPC lines', () => {
  it('are requests, notifications, responses, or nothing', () => {
    expect(readMessage({ jsonrpc: '2.0', id: 1, method: 'ping' })?.kind).toBe('request');
    expect(readMessage({ jsonrpc: '2.0', method: 'x' })?.kind).toBe('notification');
    expect(readMessage({ jsonrpc: '2.0', id: 0, result: {} })).toMatchObject({ kind: 'response', failed: false });
    expect(readMessage({ jsonrpc: '2.0', id: 0, error: {} })).toMatchObject({ kind: 'response', failed: true });
    for (const value of [undefined, null, 5, [], {}, { jsonrpc: '1.0', id: 1, method: 'x' }])
      expect(readMessage(value)).toBeUndefined();
  });
});
