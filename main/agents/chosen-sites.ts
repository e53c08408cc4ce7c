import type { AgentEnvironment } from '../../mcp-bridge/wire.ts';
import type { Clock } from '../errors/clock.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { RestClientPort } from '../jumpserver/rest-client-port.ts';
import type { AgentIdentity } from '../mcp/agent-identity.ts';
import { TargetResolver } from '../mcp/target-resolver.ts';
import type { ToolServices } from '../mcp/tool.ts';
import { label } from '../mcp/untrusted-text.ts';
import { findOrganisation } from '../sites/chosen-organisation.ts';
import type { DiscoveryPort } from '../sites/discovery.ts';
import type { SitePort, SitesPort } from '../sites/sites-port.ts';

/** Serves one connection with the services as its agent's environment wants them; one that asks for nothing gets them as they are. */
export function serveFor<Services extends ToolServices>(
  services: Services,
  { environment }: AgentIdentity,
  serve: (services: Services) => { dispose(): void },
): { dispose(): void } {
  const { baseUrl, organisation, requestTimeoutSeconds } = environment;
  if (baseUrl === undefined && organisation === undefined && requestTimeoutSeconds === undefined)
    return serve(services);
  const sites = new ChosenSites(services.sites, environment, services.clock);
  if (organisation === undefined) return serve({ ...services, sites });
  // Another organisation has other assets under the same names.
  const targets = new TargetResolver({ sites, clock: services.clock });
  const served = serve({ ...services, sites, targets });
  return {
    dispose() {
      served.dispose();
      targets.dispose();
    },
  };
}

/** The person's sites as one agent sees them: one is meant where it names none, and asked within its organisation and time. */
class ChosenSites implements SitesPort {
  readonly #sites: SitesPort;
  readonly #environment: AgentEnvironment;
  readonly #clock: Clock;
  /** What is known of a tree is kept with it. */
  readonly #rests = new Map<string, RestClientPort>();
  /** By site and user. */
  readonly #organisations = new Map<string, string>();

  constructor(sites: SitesPort, environment: AgentEnvironment, clock: Clock) {
    this.#sites = sites;
    this.#environment = environment;
    this.#clock = clock;
  }

  on: SitesPort['on'] = (name, listener) => this.#sites.on(name, listener);
  list: SitesPort['list'] = () => this.#sites.list();
  at: SitesPort['at'] = (address) => this.#sites.at(address);
  add: SitesPort['add'] = (input) => this.#sites.add(input);
  remove: SitesPort['remove'] = (id) => this.#sites.remove(id);
  chooseDefault: SitesPort['chooseDefault'] = (id) => this.#sites.chooseDefault(id);

  get defaultId(): string | undefined {
    const { baseUrl } = this.#environment;
    return baseUrl === undefined ? this.#sites.defaultId : this.#sites.at(baseUrl)?.id;
  }

  find(reference: string | undefined): SitePort {
    const { baseUrl } = this.#environment;
    const chosen = baseUrl === undefined || reference ? reference : this.#sites.at(baseUrl)?.id;
    // Never asked over the network: an agent's environment must not make the app call an address of its choice.
    if (baseUrl !== undefined && !reference && chosen === undefined) throw notAdded(baseUrl);
    return this.#asAsked(this.#sites.find(chosen));
  }

  /** The app's own end disposes of the sites. */
  dispose(): Promise<void> {
    return Promise.resolve();
  }

  #asAsked(site: SitePort): SitePort {
    const { organisation: wanted, requestTimeoutSeconds } = this.#environment;
    if (wanted === undefined && requestTimeoutSeconds === undefined) return site;
    const { id, durableKey, transport } = site;
    const organisation = wanted === undefined ? undefined : this.#organisation(site, wanted);
    const rest = organisation === undefined ? site.rest : (this.#rests.get(id) ?? elsewhere(site.rest, organisation));
    this.#rests.set(id, rest);
    const discovery = organisation === undefined ? site.discovery : rest;
    return {
      ...{ id, rest, durableKey, transport },
      ...(organisation === undefined ? {} : { organisation }),
      discovery:
        requestTimeoutSeconds === undefined ? discovery : within(discovery, requestTimeoutSeconds * 1_000, this.#clock),
      summary: () => site.summary(),
      whenSignedIn: (reason, signal) => site.whenSignedIn(reason, signal),
      whenReadable: (reason, signal) => site.whenReadable(reason, signal),
      reportLost: () => site.reportLost(),
      touch: () => site.touch(),
      signOut: () => site.signOut(),
    };
  }

  /** Looked up once for each user of the site. */
  #organisation(site: SitePort, wanted: string): (signal: AbortSignal | undefined) => Promise<string> {
    return async (signal) => {
      const { session } = site.summary();
      const key = `${site.id}\n${'user' in session ? session.user?.id : ''}`;
      const known = this.#organisations.get(key) ?? (await findOrganisation(site.rest, wanted, signal));
      this.#organisations.set(key, known);
      return known;
    };
  }
}

/** The same session in the organisation that `where` names, which is asked for before each call. */
function elsewhere(site: RestClientPort, where: (signal: AbortSignal | undefined) => Promise<string>): RestClientPort {
  let last: { readonly id: string; readonly rest: RestClientPort } | undefined;
  const there = async (signal: AbortSignal | undefined): Promise<RestClientPort> => {
    const id = await where(signal);
    if (last?.id !== id) last = { id, rest: site.within(id) };
    return last.rest;
  };
  return {
    profile: (signal) => site.profile(signal),
    organisations: (signal) => site.organisations(signal),
    within: (organisation) => site.within(organisation),
    connectMethods: (signal) => site.connectMethods(signal),
    nodes: async (signal) => (await there(signal)).nodes(signal),
    assets: async (query, signal) => (await there(signal)).assets(query, signal),
    asset: async (id, signal) => (await there(signal)).asset(id, signal),
    favourites: async (signal) => (await there(signal)).favourites(signal),
    setFavourite: async (id, on, signal) => (await there(signal)).setFavourite(id, on, signal),
    createConnectionToken: async (request, signal) => (await there(signal)).createConnectionToken(request, signal),
    connectionTokens: async (query, signal) => (await there(signal)).connectionTokens(query, signal),
    expireConnectionToken: async (id, signal) => (await there(signal)).expireConnectionToken(id, signal),
  };
}

/** The same, where each question has `ms` for its answer; our own deadline holds as well. */
function within(port: DiscoveryPort, ms: number, clock: Clock): DiscoveryPort {
  const timed = async <T>(ask: (signal: AbortSignal) => Promise<T>, outer: AbortSignal | undefined): Promise<T> => {
    const deadline = new AbortController();
    const cancel = clock.after(ms, () => deadline.abort(tooSlow(ms)));
    try {
      return await ask(outer === undefined ? deadline.signal : AbortSignal.any([outer, deadline.signal]));
    } finally {
      cancel();
    }
  };
  return {
    profile: (signal) => timed((now) => port.profile(now), signal),
    nodes: (signal) => timed((now) => port.nodes(now), signal),
    assets: (query, signal) => timed((now) => port.assets(query, now), signal),
    asset: (id, signal) => timed((now) => port.asset(id, now), signal),
    connectMethods: (signal) => timed((now) => port.connectMethods(now), signal),
    favourites: (signal) => timed((now) => port.favourites(now), signal),
  };
}

const tooSlow = (ms: number) =>
  new DrawbridgeError({
    code: 'site-unreachable',
    message: `The site did not answer within ${ms / 1_000} s, as REQUEST_TIMEOUT_SECONDS of this agent's environment says.`,
    nextStep: 'Try again; if it stays so, give it more time there.',
    actor: 'agent',
  });

const notAdded = (baseUrl: string) =>
  new DrawbridgeError({
    code: 'ask-person-to-add-site',
    message: `This agent's environment (BASE_URL) names ${label(baseUrl, 200)}, which the person has not added to Drawbridge.`,
    nextStep: 'Ask the person to add that site in Drawbridge, or to correct BASE_URL, then try again.',
    actor: 'person',
  });
