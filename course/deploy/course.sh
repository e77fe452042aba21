#!/bin/sh
# The command `course` with the settings of the service and as its user. Copy to /usr/local/sbin/course; call it as root.
set -eu
set -a
. /etc/openstack-from-zero.env
set +a
cd /
exec setpriv --reuid=course --regid=course --init-groups /opt/openstack-from-zero/bin/course "$@"
