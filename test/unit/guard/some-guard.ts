import { Emitter } from '../../../main/errors/emitter.ts';
import { AgentHolds } from '../../../main/guard/agent-holds.ts';
import { Guard } from '../../../main/guard/guard.ts';
import { KillSwitch } from '../../../main/guard/kill-switch.ts';
import { defaultPolicy, type Policy } from '../../../main/guard/policy/policy.ts';
import { Questions } from '../../../main/guard/question.ts';
import { silentLog } from '../../../main/log/log.ts';
import type { SitePort, SitesEvents } from '../../../main/sites/sites-port.ts';
import type { TerminalEvents } from '../../../main/terminals/terminal-service.ts';
import { FakeClock } from '../../support/fake-clock.ts';

interface Parts {
  readonly policy?: Policy;
  readonly killSwitch?: KillSwitch;
  readonly practice?: boolean;
  readonly canAsk?: boolean;
  readonly commandsWithoutAsking?: boolean;
}

/** A guard over one site, with its real queue of questions and a clock that stands still. */
export function someGuard({
  policy = { ...defaultPolicy, mode: 'ask-always' },
  killSwitch,
  practice = false,
  canAsk = true,
  commandsWithoutAsking = false,
}: Parts = {}) {
  const clock = new FakeClock();
  const siteEvents = new Emitter<SitesEvents>();
  const terminalEvents = new Emitter<TerminalEvents>();
  let ids = 0;
  const questions = new Questions({ clock, newId: () => `q${++ids}`, canAsk: () => canAsk });
  const bridge =
    killSwitch ??
    new KillSwitch({
      load: () => null,
      save: () => {},
      now: () => 1,
      interruptAll: () => Promise.resolve([]),
      log: silentLog,
    });
  const site = { summary: () => ({ name: 'Prod', practice }) };
  const guard = new Guard({
    killSwitch: bridge,
    holds: new AgentHolds({ clock, keyOf: (id) => id, limitOf: () => null }),
    journal: { assertWritable: () => {} },
    questions,
    // Of a site the guard reads these two facts only.
    sites: { on: siteEvents.on.bind(siteEvents), find: () => site as SitePort },
    terminals: { on: terminalEvents.on.bind(terminalEvents) },
    clock,
    policy: { policy },
    commandsWithoutAsking: () => commandsWithoutAsking,
  });
  return { clock, questions, killSwitch: bridge, guard, siteEvents, terminalEvents };
}
