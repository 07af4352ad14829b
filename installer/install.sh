#!/bin/sh
# Installs, upgrades and removes trials from this folder, without a network. docs/install.md tells
# what it does; `sh install.sh --help` how it is called.
set -eu
umask 022
export LC_ALL=C

usage() {
    cat <<'END'
sh install.sh [--prefix DIR] [--bin DIR] [--catalog-dir DIR] [--group NAME] [--python PYTHON]
sh install.sh --uninstall [--prefix DIR]

--prefix DIR       where the program goes: /opt/trials
--bin DIR          where the command trials goes: /usr/local/bin; manual page and completions beside it
--catalog-dir DIR  the folder of the catalogue: /srv/trials; what is in it is never touched
--group NAME       who imports: this group may write the folder of the catalogue
--python PYTHON    the Python to use (3.11, 3.12 or 3.13): else the newest that is found
--uninstall        removes the program; the catalogue stays

Called again, with a newer bundle or the same, it upgrades in place, as it was installed.
END
}

fail() {
    echo "install.sh: $*" >&2
    exit 1
}

prefix='' bin='' folder='' group='' python='' remove=''
while [ $# -gt 0 ]; do
    case $1 in
        --prefix | --bin | --catalog-dir | --group | --python)
            [ $# -gt 1 ] || fail "$1 needs a value"
            case $1 in
                --prefix) prefix=$2 ;;
                --bin) bin=$2 ;;
                --catalog-dir) folder=$2 ;;
                --group) group=$2 ;;
                --python) python=$2 ;;
            esac
            shift 2
            ;;
        --uninstall) remove=yes && shift ;;
        -h | --help) usage && exit 0 ;;
        *) usage >&2 && exit 2 ;;
    esac
done

prefix=${prefix:-/opt/trials}
for path in "$prefix" "${bin:-/}" "${folder:-/}"; do
    case $path in
        *[!A-Za-z0-9/._-]*) fail "$path: letters, digits and / . _ - only" ;;
        /*) ;;
        *) fail "$path: must be a whole path" ;;
    esac
done
noted=$prefix/installed
# What was noted at the first installation: a name and a value a line.
was() { [ ! -f "$noted" ] || sed -n "s/^$1 //p" "$noted"; }

if [ -n "$remove" ]; then
    [ -f "$noted" ] || fail "$prefix: trials was not installed there by this script"
    was file | while read -r path; do rm -f -- "$path"; done
    kept=$(was catalog-dir)
    rm -rf -- "$prefix/versions" "$prefix/current" "$noted"
    rmdir -- "$prefix" 2>/dev/null || echo "install.sh: $prefix holds something else and stays"
    echo "trials is removed. The catalogue stays: $kept"
    exit 0
fi

here=$(cd "$(dirname "$0")" && pwd)
cd "$here"
[ -d wheels ] && [ -f requirements.txt ] || fail "$here: wheels or requirements.txt is missing"
if [ -d "$prefix" ] && [ ! -f "$noted" ] && [ -n "$(ls -A "$prefix")" ]; then
    fail "$prefix: holds something that this script did not install; name another --prefix"
fi
bin=${bin:-$(was bin)}
bin=${bin:-/usr/local/bin}
folder=${folder:-$(was catalog-dir)}
folder=${folder:-/srv/trials}
share=$(dirname "$bin")/share

# 1. nothing was changed on the way
if command -v sha256sum >/dev/null; then
    sha256sum --quiet -c SHA256SUMS >/dev/null 2>&1 ||
        fail "a file of this bundle is not what it was when it was made (SHA256SUMS)"
fi

# 2. a Python that everybody may run: not one below root's home
fits() {
    "$1" -c '
import os, sys, venv
path = os.path.realpath(sys.executable)
while os.geteuid() == 0 and path != "/":
    if not os.stat(path).st_mode & 1:
        sys.exit(2)
    path = os.path.dirname(path)
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}
if [ -n "$python" ]; then
    fits "$python" || fail "$python: is no Python 3.11, 3.12 or 3.13 that every user may run"
else
    for each in python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
        if fits "$each"; then
            python=$each
            break
        fi
    done
    [ -n "$python" ] ||
        fail "Python 3.11, 3.12 or 3.13 that every user may run is needed (Debian: apt install python3)"
fi

# 3. the program, beside the one that is in use
version=$(sed -n 's/^trials==\([0-9A-Za-z.]*\).*/\1/p' requirements.txt)
mkdir -p "$prefix/versions" "$bin" || fail "$prefix: cannot be made"
number=1
while [ -e "$prefix/versions/$version-$number" ]; do number=$((number + 1)); done
new=$prefix/versions/$version-$number
trap 'rm -rf -- "$new"' EXIT
trap 'exit 130' HUP INT TERM
"$python" -m venv --without-pip "$new" || fail "no virtual environment can be made in $prefix"
pip=$(ls wheels/pip-*.whl) || fail "pip is missing in wheels"
# Nothing of this machine's settings of pip counts, and nothing but these files is asked.
env -u PYTHONPATH PIP_CONFIG_FILE=/dev/null PIP_NO_INDEX=1 "$new/bin/python" "$here/$pip/pip" \
    --isolated install --quiet --no-index --find-links "$here/wheels" --require-hashes --no-deps \
    --only-binary=:all: --no-compile --no-cache-dir --disable-pip-version-check \
    --root-user-action=ignore -r requirements.txt ||
    fail "the packages could not be installed; nothing was changed"
"$new/bin/python" -m compileall -q "$new/lib" >/dev/null || true
chmod -R go=rX "$new"
"$new/bin/trials" --version >/dev/null || fail "the new program does not start; nothing was changed"

# 4. the folder of the catalogue: made if it is not there; what is in it is never touched
if [ ! -d "$folder" ]; then
    mkdir -p "$folder"
    chmod 755 "$folder"
fi
if [ -n "$group" ]; then
    chgrp "$group" "$folder" || fail "$group: is no group that may be given to $folder"
    chmod 2775 "$folder"
fi

# 5. in use: one rename
link=$prefix/.current.$$
ln -s "versions/$version-$number" "$link"
before=$(readlink "$prefix/current" 2>/dev/null || true)
"$python" -c 'import os, sys; os.replace(*sys.argv[1:])' "$link" "$prefix/current"
trap - EXIT

put() {
    mkdir -p "$(dirname "$2")"
    cp "$1" "$2.new.$$"
    chmod "$3" "$2.new.$$"
    mv -f "$2.new.$$" "$2"
    echo "file $2" >>"$noted.new"
}
printf 'version %s\nbin %s\ncatalog-dir %s\n' "$version" "$bin" "$folder" >"$noted.new"
cat >"$prefix/.command" <<END
#!/bin/sh
# Made by install.sh.
: "\${TRIALS_CATALOG:=$folder/catalog.db}"
export TRIALS_CATALOG
exec $prefix/current/bin/trials "\$@"
END
put "$prefix/.command" "$bin/trials" 755
rm -f "$prefix/.command"
put share/trials.1 "$share/man/man1/trials.1" 644
put share/trials.bash "$share/bash-completion/completions/trials" 644
put share/trials.zsh "$share/zsh/site-functions/_trials" 644
put share/trials.fish "$share/fish/vendor_completions.d/trials.fish" 644
was file | while read -r path; do
    grep -qxF "file $path" "$noted.new" || rm -f -- "$path"
done
mv -f "$noted.new" "$noted"

# 6. the version before stays for those who have it open; older ones go
for each in "$prefix"/versions/*; do
    case ${each#"$prefix/"} in
        "versions/$version-$number" | "$before") ;;
        *) rm -rf -- "$each" ;;
    esac
done

echo "trials $version is installed: $bin/trials"
if [ -e "$folder/catalog.db" ]; then
    echo "The catalogue stays as it is: $folder/catalog.db"
else
    echo "The catalogue will be $folder/catalog.db: trials import FILE makes it."
fi
