import common from '#messages/en/common.json' with { type: 'json' };
import type { zhCN } from '#messages/zh-CN.ts';

export const en: typeof zhCN = { common };
