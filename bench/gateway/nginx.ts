import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROXY_CORE, type Running, startPinned } from '#bench/gateway/pinned.ts';
import { programOf } from '#bench/gateway/programs.ts';
import { ECHO_HOST, type ProxyOptions, SPLIT_HOST } from '#bench/gateway/proxy.ts';

/** One worker; bodies are passed on as they come, as ours are. */
export function startNginx(options: ProxyOptions): Promise<Running> {
  const { folder, port } = options;
  const file = path.join(folder, 'nginx.conf');
  writeFileSync(file, configuration(options));
  const args = ['-c', file, '-e', path.join(folder, 'nginx.log')];
  return startPinned({ core: PROXY_CORE, program: programOf('nginx'), args, port });
}

function configuration({ backends, folder, port, tlsPort, certificate }: ProxyOptions): string {
  const versions = backends.versions.map(
    (version) => `server 127.0.0.1:${version.port} weight=${version.percent};`,
  );
  return `daemon off;
user root;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 8192; }
http {
  access_log off;
  keepalive_requests 1000000000;
  client_max_body_size 0;
  client_body_temp_path ${folder}/nginx-bodies;
  proxy_temp_path ${folder}/nginx-answers;
  proxy_http_version 1.1;
  proxy_request_buffering off;
  proxy_max_temp_file_size 0;
  proxy_set_header Connection "";
  proxy_set_header Host $host;
  proxy_set_header X-Forwarded-For $remote_addr;
  proxy_set_header X-Forwarded-Host $host;
  proxy_set_header X-Forwarded-Proto $scheme;
  upstream versions { ${versions.join(' ')} keepalive 256; keepalive_requests 1000000000; }
  upstream echo { server 127.0.0.1:${backends.echoPort}; keepalive 256; }
  ssl_certificate ${certificate.certificateFile};
  ssl_certificate_key ${certificate.keyFile};
  server {
    listen 127.0.0.1:${port};
    listen 127.0.0.1:${tlsPort} ssl http2 default_server;
    server_name ${SPLIT_HOST};
    location / { proxy_pass http://versions; }
  }
  server { listen 127.0.0.1:${port}; server_name ${ECHO_HOST}; location / { proxy_pass http://echo; } }
}
`;
}
