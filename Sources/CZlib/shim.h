// zlib, and what Swift cannot import of it: its initialiser is a macro.

#pragma once

#include <zlib.h>

/// Begins to expand what is within gzip and nothing else; a status of zlib.
static inline int ridgeline_begin_gzip(z_stream *stream) {
  return inflateInit2(stream, MAX_WBITS + 16);
}
