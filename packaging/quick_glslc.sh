#!/bin/sh
# A glslc for tests, where few shaders are needed and none need be fast; GLSLC names the true one.
# It says that it knows no extension, and leaves out what reads kinds of weights that no model of
# the tests has: two thirds of all shaders. Of those only SPIR-V's first word is written: no driver
# takes it for a program, so a test that came to need one would fail, not compute something else.
# (Flash attention names such a kind and does not need one.)
unused='' target='' last=''
for one; do
    case "$one" in
    */feature-tests/*)
        sed -n 's/^#extension \([A-Za-z0-9_]*\).*/extension not supported: \1/p' "$one" >&2
        exit 1
        ;;
    */flash_attn*.comp) unused=never ;;
    -DDATA_A_F16=* | -DDATA_A_F32=* | -DDATA_A_Q8_0=*) ;;
    -DDATA_A_*) unused=${unused:-yes} ;;
    esac
    if [ "$last" = -o ]; then target=$one; fi
    last=$one
done
if [ "$unused" = yes ]; then
    printf '\003\002\043\007' >"$target"
else
    exec "$GLSLC" "$@"
fi
