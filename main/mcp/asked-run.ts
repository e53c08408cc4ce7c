import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { ApprovalVoid, type Permission } from '../guard/approvals.ts';
import { type CommandPlace, placeOf, samePlace } from '../guard/command-place.ts';
import type { WantedTyping } from '../guard/wanted-typing.ts';
import type { SitePort } from '../sites/sites-port.ts';
import { isIdle, sameTarget } from '../terminals/ownership.ts';
import type { Run, TerminalSummary, TerminalTarget } from '../terminals/terminal-model.ts';
import { typeableLines } from '../terminals/typeable.ts';
import { type CommandRequest, type CommandResult, isAboutTerminal } from './command-request.ts';
import { PATIENCE_MS } from './patience.ts';
import { signIn, withSession } from './site-access.ts';
import type { ToolCall } from './tool.ts';

/** A shell gets this much of the caller's patience, however long the person took. */
const RUN_AT_LEAST_MS = 1_000;

/**
 * Runs a command on a site where the person is asked first. What they allow binds the place too, so the place is chosen
 * before the question: the terminal of this agent that waits there, with its user and directory, else a new shell.
 */
export async function runAsked(call: ToolCall, site: SitePort, request: CommandRequest): Promise<CommandResult> {
  // What cannot be typed is not worth a question.
  typeableLines(request.command);
  const until = call.clock.now() + Math.max(PATIENCE_MS, request.askMs ?? 0, request.patienceMs);
  const target =
    call.targets.remembered(site.id, request) ??
    (await withSession(call, site, 'run a command', () => call.targets.target(site, request, call.signal)));
  for (;;) {
    // Nothing is asked about a terminal in which the person types themselves.
    if (!request.fresh)
      await call.terminals.handedBack({ target }, call.agent.owner(), until - call.clock.now(), call.signal);
    const place = choosePlace(call, target, request);
    // What the person allows should be able to run.
    if (place.kind === 'new') await signIn(call, site, 'run a command', Math.max(0, until - call.clock.now()));
    const wait = { signal: call.signal, patienceMs: until - call.clock.now() };
    const permission = await call.guard.allowTyping(wanted(call, target, request, place), wait);
    site.touch();
    const patienceMs = Math.max(RUN_AT_LEAST_MS, Math.min(request.patienceMs, until - call.clock.now()));
    const attempt = { call, site, target, request: { ...request, patienceMs }, permission };
    try {
      const run = await (place.kind === 'new' ? runInNew(attempt) : runThere(attempt, place.id));
      return { run, target };
    } catch (error) {
      // Somebody was quicker, or the place has changed: it is another question now.
      if (!(error instanceof ApprovalVoid)) throw error;
    }
  }
}

interface Attempt {
  readonly call: ToolCall;
  readonly site: SitePort;
  readonly target: TerminalTarget;
  readonly request: CommandRequest;
  readonly permission: Permission;
}

/** Throws `terminal-busy` where what runs there does not end in time; the approval is kept then. */
async function runThere({ call, request, permission }: Attempt, id: string): Promise<Run> {
  const owner = call.agent.owner();
  const { command } = request;
  const until = call.clock.now() + request.patienceMs;
  const goesOn = () => call.terminals.get(id, owner).runs.find(({ durationMs }) => durationMs === null);
  for (;;) {
    const busy = goesOn();
    if (busy !== undefined) await call.terminals.waitForRun(id, busy.id, until - call.clock.now(), call.signal);
    const patienceMs = Math.max(0, until - call.clock.now());
    try {
      return await call.terminals.run(id, {
        ...{ owner, command, patienceMs, signal: call.signal, beforeTyping: permission.use },
      });
    } catch (error) {
      // Another call of this agent was quicker: what it runs is waited for as well.
      const again = error instanceof DrawbridgeError && error.code === 'terminal-busy' && call.clock.now() < until;
      if (!again || goesOn() === undefined) throw error;
    }
  }
}

function runInNew({ call, site, target, request, permission }: Attempt): Promise<Run> {
  const owner = call.agent.owner();
  const { command, patienceMs, onWaiting } = request;
  const run = { owner, command, patienceMs, signal: call.signal, beforeTyping: permission.use, onWaiting };
  return withSession(call, site, 'run a command', () => {
    const mine = ownTerminals(call, target);
    const unused = mine.find((terminal) => isUnused(terminal) && isIdle(terminal));
    return unused !== undefined
      ? call.terminals.run(unused.id, run)
      : // One that was used is another place; the opening of an earlier call is taken up.
        call.terminals.runOn(target, { ...run, fresh: true });
  }).catch((error: unknown) => {
    // What was remembered may be what is wrong.
    if (error instanceof DrawbridgeError && !isAboutTerminal(error)) call.targets.forget(site.id);
    throw error;
  });
}

/** Where this very command was asked about already, else the terminal that waits at its prompt, else a new shell. */
function choosePlace(call: ToolCall, target: TerminalTarget, request: CommandRequest): CommandPlace {
  const mine = ownTerminals(call, target);
  // What a busy one leaves behind shows when it is free.
  const here = (place: CommandPlace) =>
    place.kind === 'new' ||
    (!request.fresh &&
      mine.some((one) => one.id === place.id && (one.state.kind !== 'prompt' || samePlace(placeOf(one), place))));
  const asked = call.guard.placesAskedFor(wanted(call, target, request, { kind: 'new' })).find(here);
  if (asked !== undefined) return asked;
  const idle = request.fresh ? undefined : mine.find(isIdle);
  return idle === undefined ? { kind: 'new' } : placeOf(idle);
}

const ownTerminals = (call: ToolCall, target: TerminalTarget): readonly TerminalSummary[] =>
  call.terminals
    .list(call.agent.owner())
    .filter((terminal) => terminal.state.kind !== 'closed' && sameTarget(terminal.target, target));

const isUnused = ({ runs }: TerminalSummary): boolean => runs.length === 0;

const wanted = (
  { agent }: ToolCall,
  target: TerminalTarget,
  { command, reason }: CommandRequest,
  place: CommandPlace,
): WantedTyping => ({
  agent: { id: agent.id, name: agent.name },
  target,
  what: { kind: 'command', command, place, ...(reason === undefined ? {} : { reason }) },
});
