// The image cannot be had.
import type { Entry } from '#e2e/errors/entry.ts';

export const IMAGES: Entry[] = [
  {
    name: 'image not found',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => {
          const image = service.world.registry.reference('nowhere/shop:9');
          return service.deploy({ source: { kind: 'image', image } });
        },
        code: 'image_pull_fail',
        label: '镜像拉取失败',
        short: /^取不到镜像$/,
        step: 'image',
        says: /没有取到镜像 127\.0\.0\.1:\d+\/nowhere\/shop:9.*manifest unknown/,
        log: 'any',
        advises: /核对镜像地址与标签/,
      },
    ],
  },
  {
    name: 'registry refuses',
    cases: [
      {
        kind: 'deployment',
        begin: (service) => {
          const image = service.world.registry.reference('private/shop:1');
          return service.deploy({ source: { kind: 'image', image } });
        },
        code: 'registry_refused',
        label: '镜像拉取失败',
        short: /^仓库拒绝访问$/,
        step: 'image',
        says: /镜像仓库 127\.0\.0\.1:\d+ 拒绝了读取 127\.0\.0\.1:\d+\/private\/shop:1/,
        log: 'any',
        advises: /添加 127\.0\.0\.1:\d+ 的私有镜像密钥/,
      },
    ],
  },
];
