import { expect, test } from 'vitest';
import { proxyRoutes } from '../../../main/electron/proxy-route.ts';

test.each([
  ['DIRECT', [{ kind: 'direct' }]],
  ['', [{ kind: 'direct' }]],
  ['PROXY proxy.test:3128; DIRECT', [{ kind: 'http', host: 'proxy.test', port: 3128 }, { kind: 'direct' }]],
  ['HTTPS proxy.test', [{ kind: 'https', host: 'proxy.test', port: 443 }]],
  ['SOCKS5 [::1]:9050', [{ kind: 'socks5', host: '::1', port: 9050 }]],
  [
    'SOCKS 10.0.0.1:1080;PROXY a:1',
    [
      { kind: 'unsupported', name: 'SOCKS 10.0.0.1:1080' },
      { kind: 'http', host: 'a', port: 1 },
    ],
  ],
])('%s', (answer, routes) => {
  expect(proxyRoutes(answer)).toEqual(routes);
});
