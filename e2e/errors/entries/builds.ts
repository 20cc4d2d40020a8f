// Code does not become an image.
import type { Entry } from '#e2e/errors/entry.ts';
import { BASE, runNode } from '#e2e/errors/own-images.ts';
import { fillDisk } from '#e2e/errors/small-disk.ts';

export const BUILDS: Entry[] = [
  {
    name: 'Dockerfile missing',
    cases: [
      {
        kind: 'deployment',
        begin: (service) =>
          service.deploy(service.uploaded({ 'main.go': 'package main' }, 'build/Dockerfile')),
        code: 'dockerfile_missing',
        label: '构建失败',
        short: /^找不到 build\/Dockerfile$/,
        step: 'build',
        says: /目标目录 \/ 里没有 build\/Dockerfile/,
        log: 'any',
        advises: /大小写要一致/,
      },
    ],
  },
  {
    name: 'build step fails',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => {
          const step = runNode(
            "console.log('compiling'); console.error('Error: no module'); process.exit(5)",
          );
          return service.deploy(service.uploaded({ Dockerfile: `${BASE}\n${step}\n` }));
        },
        code: 'build_fail',
        label: '构建失败',
        short: /^RUN .*no module/,
        step: 'build',
        says: /停在“RUN .*”这一步.*non-zero code: 5/,
        log: /^Error: no module$/m,
        advises: /构建日志里这一步的第一条错误/,
      },
    ],
  },
  {
    name: 'base image missing',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => {
          const base = service.world.registry.reference('nowhere/base:1');
          return service.deploy(service.uploaded({ Dockerfile: `FROM ${base}\n` }));
        },
        code: 'base_image_missing',
        label: '构建失败',
        short: /^取不到基础镜像$/,
        step: 'build',
        says: /基础镜像 127\.0\.0\.1:\d+\/nowhere\/base:1 不在这台机器上/,
        log: /FROM 127\.0\.0\.1:\d+\/nowhere\/base:1/,
        advises: /FROM 后面的镜像名与标签/,
      },
    ],
  },
  {
    name: 'disk full',
    isDiskSmall: true,
    cases: [
      {
        kind: 'deployment',
        begin: async (service) => {
          const folder = await fillDisk(service.world);
          const step = runNode(`fs.writeFileSync('${folder}/dependencies', Buffer.alloc(96 * 1024 * 1024))`);
          return service.deploy(service.uploaded({ Dockerfile: `${BASE}\n${step}\n` }));
        },
        code: 'disk_full',
        label: '磁盘空间不足',
        short: /^磁盘写满$/,
        step: 'build',
        says: /构建时，这台机器的磁盘写满了/,
        log: /^Error: ENOSPC: no space left on device, write$/m,
        advises: /清理这台机器的磁盘/,
      },
    ],
  },
];
