/**
 * How Node runs a gateway worker. Most of what a request leaves behind dies with it, so that a small space for young
 * objects is as quick as a large one; with Node's own size the start alone takes 270 MB and gives little back.
 */
export const GATEWAY_NODE_FLAGS = ['--max-semi-space-size=4'];
