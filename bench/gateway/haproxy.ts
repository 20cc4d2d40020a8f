import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROXY_CORE, type Running, startPinned } from '#bench/gateway/pinned.ts';
import { programOf } from '#bench/gateway/programs.ts';
import { ECHO_HOST, type ProxyOptions, SPLIT_HOST } from '#bench/gateway/proxy.ts';

/** One thread. `-db` keeps it in the foreground and in one process. */
export function startHaproxy(options: ProxyOptions): Promise<Running> {
  const file = path.join(options.folder, 'haproxy.cfg');
  writeFileSync(file, configuration(options));
  const args = ['-q', '-db', '-f', file];
  return startPinned({ core: PROXY_CORE, program: programOf('haproxy'), args, port: options.port });
}

function configuration({ backends, port, tlsPort, certificate }: ProxyOptions): string {
  const versions = backends.versions.map(
    (version) => `  server ${version.name} 127.0.0.1:${version.port} weight ${version.percent}`,
  );
  return `global
  nbthread 1
  maxconn 8192
defaults
  mode http
  timeout connect 5s
  timeout client 120s
  timeout server 120s
  timeout tunnel 1h
  http-reuse always
frontend visitors
  bind 127.0.0.1:${port}
  bind 127.0.0.1:${tlsPort} ssl crt ${certificate.bothFile} alpn h2,http/1.1
  option forwardfor
  http-request set-header X-Forwarded-Host %[req.hdr(host)]
  http-request set-header X-Forwarded-Proto http
  use_backend versions if { req.hdr(host) -i ${SPLIT_HOST} }
  use_backend echo if { req.hdr(host) -i ${ECHO_HOST} }
backend versions
  balance roundrobin
${versions.join('\n')}
backend echo
  server echo 127.0.0.1:${backends.echoPort}
`;
}
