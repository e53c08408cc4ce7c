import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { SignInReason, SiteSummary } from '../sites/site-model.ts';
import type { SitePort } from '../sites/sites-port.ts';
import { PATIENCE_MS, patience } from './patience.ts';
import type { ToolCall } from './tool.ts';

/**
 * Does `task` with a signed-in site. Waits for the person within the caller's patience, and once more where the web
 * session turns out to be lost. `task` must be safe to repeat after `sign-in-required`.
 */
export function withSession<T>(
  call: ToolCall,
  site: SitePort,
  doing: string,
  task: (site: SitePort) => Promise<T>,
): Promise<T> {
  return within(call, site, (ms) => signIn(call, site, doing, ms), task);
}

/** As `withSession`, for a `task` that only reads by `site.discovery`: the site's durable REST key is enough. */
export function withReading<T>(
  call: ToolCall,
  site: SitePort,
  doing: string,
  task: (site: SitePort) => Promise<T>,
): Promise<T> {
  return within(
    call,
    site,
    (ms) => joined(call, site, ms, (signal) => site.whenReadable(reason(call, doing), signal)),
    task,
  );
}

/** Joins the one sign-in of the site. Throws `sign-in-required` when the person has not done it within `ms`. */
export async function signIn(call: ToolCall, site: SitePort, doing: string, ms: number): Promise<void> {
  try {
    await joined(call, site, ms, (signal) => site.whenSignedIn(reason(call, doing), signal));
  } catch (error) {
    throw site.summary().durableKey.state === 'on' ? withReadingHint(error) : error;
  }
}

async function within<T>(
  call: ToolCall,
  site: SitePort,
  ready: (ms: number) => Promise<void>,
  task: (site: SitePort) => Promise<T>,
): Promise<T> {
  site.touch();
  const deadline = call.clock.now() + PATIENCE_MS;
  await ready(PATIENCE_MS);
  try {
    return await task(site);
  } catch (error) {
    if (!(error instanceof DrawbridgeError) || error.code !== 'sign-in-required') throw error;
    await site.reportLost();
    await ready(Math.max(1_000, deadline - call.clock.now()));
    return task(site);
  }
}

async function joined(
  call: ToolCall,
  site: SitePort,
  ms: number,
  wait: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const patient = patience(call.clock, ms, call.signal);
  try {
    await wait(patient.signal);
  } catch (error) {
    if (patient.over) throw signInRequired(site.summary(), call.surroundings().display);
    throw error;
  } finally {
    patient.release();
  }
}

const reason = (call: ToolCall, doing: string): SignInReason => ({ kind: 'agent', agent: call.agent.name, doing });

const signInRequired = (site: SiteSummary, display: boolean) =>
  new DrawbridgeError({
    code: 'sign-in-required',
    message: `Nobody is signed in to ${site.name} yet; ${display ? "the sign-in window is on the person's screen" : 'the person is signing in at a terminal'}.`,
    nextStep: 'Tell the person to sign in there, then repeat this call (jms_request_login waits longer).',
    actor: 'person',
  });

/** KoKo takes cookies only (protocol §7.2), so the key that still reads opens no terminal. */
function withReadingHint(error: unknown): unknown {
  if (!(error instanceof DrawbridgeError) || !error.code.startsWith('sign-in-')) return error;
  const { code, message, nextStep, actor } = error;
  const hint = 'Meanwhile looking at assets works by the REST key of the site; terminals need the web session.';
  return new DrawbridgeError({ code, message, nextStep: `${nextStep} ${hint}`, actor, cause: error });
}
