import { sampleZip } from '#server/api/sample-code.ts';
import { CODE_SAMPLES } from '#server/domain/sample-code.ts';

/** Made once, with the build: the samples are part of the product. */
export const dynamic = 'force-static';
export const dynamicParams = false;

type Route = { params: Promise<{ file: string }> };

export function generateStaticParams() {
  return CODE_SAMPLES.map((sample) => ({ file: `${sample}.zip` }));
}

/** `/samples/node.zip`: 下载示例代码. */
export async function GET(_: Request, { params }: Route): Promise<Response> {
  const { file } = await params;
  const zip = file.endsWith('.zip') ? sampleZip(file.slice(0, -'.zip'.length)) : null;
  if (!zip) return new Response(null, { status: 404 });
  const headers = {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="sample-${file}"`,
  };
  return new Response(new Uint8Array(zip), { headers });
}
