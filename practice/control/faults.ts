/** Bad days that a test or a curious person can switch on. */
export type Fault =
  | { kind: 'none' }
  /** Every REST call answers nginx's 502 page, which is HTML. */
  | { kind: 'bad-gateway' }
  /** Requests are read and never answered. */
  | { kind: 'hang' };

export class Faults {
  current: Fault = { kind: 'none' };
}

export const BAD_GATEWAY_PAGE =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';
