import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { ConnectionToken } from '../jumpserver/rest-client-port.ts';
import { accountArgument, assetAliases, assetArgument, offsetArgument, protocolArgument } from './asset-tools.ts';
import { place } from './render-run.ts';
import { factsResult, textResult } from './result.ts';
import { withSession } from './site-access.ts';
import { siteArgument } from './site-tools.ts';
import { changesSession, defineTool, looks, type Tool, type ToolCall } from './tool.ts';
import { fence, label } from './untrusted-text.ts';

/**
 * JumpServer's connection tokens, without their secrets: an agent's own terminals need none of this. What an agent may end
 * is what it made, because the others are the person's.
 */
export const tokenTools: readonly Tool[] = [
  defineTool({
    name: 'jms_list_connection_tokens',
    title: 'List connection tokens',
    description: "The person's connection tokens that can still be used, without their secrets.",
    annotations: looks,
    input: z.object({
      site: siteArgument,
      limit: z.number().int().min(1).max(100).default(20).describe('At most so many'),
      offset: offsetArgument,
    }),
    async handle({ site, limit, offset }, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const { total, tokens } = await withSession(call, call.sites.find(site), 'list connection tokens', ({ rest }) =>
        rest.connectionTokens({ limit, offset }, call.signal),
      );
      if (tokens.length === 0)
        return textResult(
          total === 0 ? 'There is no usable connection token.' : `None at offset ${offset} of ${total}.`,
        );
      const next = offset + tokens.length;
      return textResult(
        fence(`tokens ${offset + 1} to ${next} of ${total}`, tokens.map(tokenLine).join('\n'), call.boundary()),
        next < total ? `More: offset=${next}` : '',
      );
    },
  }),

  defineTool({
    name: 'jms_create_connection_token',
    title: 'Make a connection token',
    description:
      'Makes a one-use token that the person can find on the site; its secret is never shown. Terminals of Drawbridge need none.',
    annotations: changesSession,
    input: z.object({
      asset: assetArgument,
      account: accountArgument,
      site: siteArgument,
      protocol: protocolArgument,
      connect_method: z.string().max(60).optional().describe('Default: web_cli'),
      reusable: z.boolean().default(false).describe('Where the administrator allows it'),
    }),
    aliases: assetAliases,
    async handle({ asset, account, site, protocol, connect_method, reusable }, call) {
      const port = call.sites.find(site);
      const made = await withSession(call, port, 'make a connection token', async () => {
        const request = { asset, account, protocol, connectMethod: connect_method || undefined };
        const target = await call.targets.target(port, request, call.signal);
        // A token opens a terminal.
        call.guard.permit({ kind: 'open-terminal', agentId: call.agent.id, target });
        const { alias } = target.account;
        const wanted = { assetId: target.asset.id, account: alias, protocol: target.protocol, reusable };
        const token = await port.rest.createConnectionToken(
          { ...wanted, connectMethod: target.connectMethod },
          call.signal,
        );
        return { target, ...token };
      });
      call.ownTokens.add(made.id);
      return factsResult(
        { created: true, token_id: made.id, expires_in_seconds: made.expiresInSeconds },
        `Made token ${made.id} for ${place(made.target)} by ${made.target.connectMethod}, valid ${made.expiresInSeconds} s. Its secret is on the site, for the person.`,
      );
    },
  }),

  defineTool({
    name: 'jms_expire_connection_token',
    title: 'End a connection token',
    description: 'Ends a token that you made in this session; others are the person’s to end, on the site.',
    annotations: { ...changesSession, destructiveHint: true, idempotentHint: true },
    input: z.object({ token_id: z.string().min(1).max(100).describe('As it was made'), site: siteArgument }),
    async handle({ token_id: id, site }, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      if (!call.ownTokens.has(id)) throw notYours(call, id);
      const { ended } = await withSession(call, call.sites.find(site), 'end a connection token', ({ rest }) =>
        rest.expireConnectionToken(id, call.signal),
      );
      return factsResult(
        { expired: true, token_id: id },
        ended ? `Ended token ${id}.` : `Token ${id} was used or had expired already.`,
      );
    },
  }),
];

const tokenLine = ({
  id,
  asset,
  account,
  protocol,
  connectMethod,
  reusable,
  active,
  expiresInSeconds,
}: ConnectionToken) =>
  [
    ...[label(asset), label(account), label(protocol, 40), label(connectMethod, 40), `${expiresInSeconds} s left`],
    ...[reusable ? 'reusable' : '', active ? '' : 'NOT ACTIVE', `id ${label(id, 60)}`],
  ]
    .filter((part) => part !== '')
    .join(' · ');

const notYours = ({ ownTokens }: ToolCall, id: string) =>
  new DrawbridgeError({
    code: 'permission-denied',
    message: `Token ${id} is not one that you made in this session.`,
    nextStep:
      ownTokens.size === 0
        ? 'Ask the person to end it on the site.'
        : `Use one of yours (${[...ownTokens].slice(-5).join(', ')}), or ask the person to end it on the site.`,
    actor: 'person',
  });
