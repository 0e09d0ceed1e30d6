#!/bin/sh
# The programs that the tests call besides Python: installed where Debian's apt and the right to
# use it are there, named otherwise. KG_TEST_SERVERS=1 asks for the SPARQL servers too.
set -eu

missing=""
need() { # COMMAND PACKAGE
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
need curl curl
need git git
need node nodejs
need npm npm
need rapper raptor2-utils
[ -x "${NGINX:-/usr/sbin/nginx}" ] || need nginx nginx-light
need javac default-jdk-headless
[ -e "${OWLAPI:-/usr/share/java/owlapi-distribution.jar}" ] || missing="$missing libowlapi-java"
command -v chromium-browser >/dev/null 2>&1 || need chromium chromium
if [ "${KG_TEST_SERVERS:-}" = 1 ]; then
    need virtuoso-t virtuoso-opensource-7-bin
    need java openjdk-17-jre-headless
    [ -x /usr/sbin/haproxy ] || need haproxy haproxy
fi
[ -n "$missing" ] || exit 0

root=""
[ "$(id -u)" = 0 ] || root="sudo -n"
if ! command -v apt-get >/dev/null 2>&1 || ! $root true 2>/dev/null; then
    echo "The tests need these Debian packages, or what they are called here:$missing" >&2
    exit 1
fi
echo "Installing for the tests:$missing"
export DEBIAN_FRONTEND=noninteractive
$root apt-get -qq update
# shellcheck disable=SC2086  # one word a package
$root apt-get -qq install --yes --no-install-recommends $missing >/dev/null
