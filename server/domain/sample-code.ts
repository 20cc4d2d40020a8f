/** Code that people may download, change and upload again (console-spec P-V2, 文件类型): folders of `sample/`. */
export const CODE_SAMPLES = ['node', 'site'] as const;

export type CodeSample = (typeof CODE_SAMPLES)[number];
