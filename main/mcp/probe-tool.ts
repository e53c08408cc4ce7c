import { z } from 'zod';
import { accountArgument, assetAliases, assetArgument, protocolArgument } from './asset-tools.ts';
import { PATIENCE_MS } from './patience.ts';
import { duration, place } from './render-run.ts';
import { factsResult } from './result.ts';
import { withSession } from './site-access.ts';
import { siteArgument } from './site-tools.ts';
import { changesSession, defineTool, type Tool } from './tool.ts';

/** The predecessor's: opens a terminal, tells how that went, and closes it. */
export const probeTools: readonly Tool[] = [
  defineTool({
    name: 'jms_probe_koko_terminal',
    title: 'Try whether a terminal opens',
    description: 'Opens a terminal on an asset, tells how long that took, and closes it again.',
    annotations: changesSession,
    listing: 'unlisted',
    input: z.object({
      asset: assetArgument,
      account: accountArgument,
      site: siteArgument,
      protocol: protocolArgument,
      connect_method: z.string().max(60).optional().describe('Default: web_cli'),
    }),
    aliases: assetAliases,
    ignored: ['cols', 'rows', 'max_messages'],
    handle: ({ asset, account, site, protocol, connect_method }, call) =>
      withSession(call, call.sites.find(site), 'try a terminal', async (port) => {
        const request = { asset, account, protocol, connectMethod: connect_method || undefined };
        const target = await call.targets.target(port, request, call.signal);
        call.guard.permit({ kind: 'open-terminal', agentId: call.agent.id, target });
        const owner = call.agent.owner();
        const startedAt = call.clock.now();
        const opened = await call.terminals.open(target, owner, call.signal, { patienceMs: PATIENCE_MS });
        const tookMs = call.clock.now() - startedAt;
        await call.terminals.close(opened.id, owner, 'closed after a trial by its agent');
        return factsResult(
          {
            ws_connected: true,
            opened_in_ms: Math.round(tookMs),
            exit_codes_known: opened.marks,
            session_id: opened.jumpserverSessionId,
          },
          `A terminal on ${place(target)} opened in ${duration(tookMs)} and is closed again.`,
          opened.marks ? '' : 'Exit codes are unknown there.',
        );
      }),
  }),
];
