// A mask on its way between browser and server: its bytes deflated (zlib, RFC 1950), as base64.

const through = (bytes, stream) => new Response(new Blob([bytes]).stream().pipeThrough(stream));

export const deflated = async (pixels) => {
  const bytes = await through(pixels, new CompressionStream("deflate")).blob();
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(bytes);
  });
};

export const inflated = async (text) => {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  return new Uint8Array(await through(bytes, new DecompressionStream("deflate")).arrayBuffer());
};
