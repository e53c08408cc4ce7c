import type { Json } from '../http/json.ts';
import { json, type Reply } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import type { Visit } from '../http/visit.ts';
import { listReply } from './pagination.ts';
import { sessionRow } from './session-row.ts';

/** How to reach KoKo, and the person's own terminal sessions (protocol 5.6 and 8.2). */
export function terminalRoutes(): Route[] {
  return [
    {
      path: '/api/v1/terminal/components/connect-methods/',
      access: 'signed-in',
      methods: { GET: () => json(200, CONNECT_METHODS) },
    },
    { path: '/api/v1/terminal/endpoints/smart/', access: 'signed-in', methods: { GET: smartEndpoint } },
    {
      path: '/api/v1/terminal/my-sessions/',
      access: 'signed-in',
      methods: {
        GET: (visit) => {
          const own = visit.site.terminals.records.filter((record) => record.userId === visit.user?.id);
          return listReply(visit.request, own.toReversed().map(sessionRow));
        },
      },
    },
  ];
}

const WEB_CLI = { component: 'koko', type: 'web', endpoint_protocol: 'http', value: 'web_cli', label: 'Web CLI' };
const WEB_GUI = { component: 'lion', type: 'web', endpoint_protocol: 'http', value: 'web_gui', label: 'Web GUI' };

const CONNECT_METHODS: Json = {
  ssh: [
    WEB_CLI,
    { component: 'koko', type: 'native', endpoint_protocol: 'ssh', value: 'ssh_client', label: 'SSH client' },
    { component: 'koko', type: 'native', endpoint_protocol: 'ssh', value: 'ssh_guide', label: 'SSH guide' },
  ],
  sftp: [{ component: 'koko', type: 'web', endpoint_protocol: 'http', value: 'web_sftp', label: 'Web SFTP' }],
  rdp: [
    WEB_GUI,
    { component: 'razor', type: 'native', endpoint_protocol: 'rdp', value: 'mstsc', label: 'Remote Desktop' },
  ],
  mysql: [WEB_CLI],
};

/** The default endpoint takes its host from the request; port 0 means "use the current one" (measured live). */
function smartEndpoint(visit: Visit): Reply {
  if (!visit.request.query.get('protocol')) return json(404, { error: 'Not found protocol query params' });
  return json(200, {
    id: '00000000-0000-0000-0000-000000000001',
    name: 'Default',
    host: visit.request.host.replace(/:\d+$/, ''),
    https_port: 0,
    http_port: 0,
    ssh_port: 2222,
    rdp_port: 3389,
    mysql_port: 33061,
    mariadb_port: 33062,
    postgresql_port: 54320,
    redis_port: 63790,
    vnc_port: 15900,
    comment: 'Default endpoint',
    is_active: true,
  });
}
