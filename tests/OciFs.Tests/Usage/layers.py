"""What layers bring, hide and do, by their tars alone: a naive model, for stacks without what tools disagree about."""
import json, os, posixpath, sys, tarfile

def clean(name):
    return posixpath.normpath("/" + name).lstrip("/")

def parents(path):
    parts = path.split("/")
    return ["/".join(parts[:i]) for i in range(1, len(parts))]

def below(path, folder):
    return folder == "" or path.startswith(folder + "/")

merged, states, rows, sizes, bringers = {}, [], [], {}, {}   # merged: path -> ("d", None, None) or (type, inode, layer)
for number, file in enumerate(sys.argv[1:]):
    own, explicit, whiteouts, opaque = {}, set(), [], []
    with tarfile.open(file, encoding="utf-8", errors="surrogateescape") as tar:
        members = tar.getmembers()
    for at, entry in enumerate(members):
        path = clean(entry.name)
        folder, name = posixpath.split(path)
        if name == ".wh..wh..opq":
            opaque.append(folder)
            continue
        if name.startswith(".wh."):
            whiteouts.append(posixpath.join(folder, name[4:]))
            continue
        if path == "":
            continue
        target = clean(entry.linkname) if entry.islnk() else None
        if target is not None and own.get(target, merged.get(target, ("d",)))[0] == "d":
            continue  # A hard link that leads nowhere is left out.
        for parent in parents(path):
            if own.get(parent, ("d",))[0] != "d":
                del own[parent]
            own.setdefault(parent, ("d", None, number))
        if entry.isdir():
            if own.get(path, ("d",))[0] != "d":
                del own[path]
            own.setdefault(path, ("d", None, number))
        else:
            for other in [p for p in own if below(p, path)]:
                del own[other]
                explicit.discard(other)
            if entry.islnk():
                kind, inode, _ = own[target] if target in own else merged[target]
            else:
                kind, inode = ("f" if entry.isreg() else "o"), (number, at)
                sizes[inode] = entry.size if entry.isreg() else 0
                bringers[inode] = number
            own[path] = (kind, inode, number)
        explicit.add(path)
    before = dict(merged)
    whiteouts, opaque = sorted(set(whiteouts)), sorted(set(opaque))
    for gone in whiteouts:
        for path in [p for p in merged if p == gone or below(p, gone)]:
            del merged[path]
    for folder in opaque:
        for path in [p for p in merged if below(p, folder)]:
            del merged[path]
    for path, what in own.items():
        was = merged.get(path)
        if was and (was[0] == "d") != (what[0] == "d"):
            for other in [p for p in merged if p == path or below(p, path)]:
                del merged[other]
    for path, what in own.items():
        merged[path] = what
    brought = {what[1] for what in own.values() if what[1] is not None and bringers[what[1]] == number}
    rows.append({
        "files": sum(what[0] != "d" for what in own.values()), "bytes": sum(sizes[inode] for inode in brought), "names": own, "inodes": brought,
        "added": sum(path not in before for path in own), "changed": sum(path in before and path in explicit for path in own),
        "whiteouts": len(whiteouts), "opaque": len(opaque),
    })
    states.append((before, dict(merged), explicit))

def children(state, folder):
    return {path for path in state if posixpath.dirname(path) == folder}

visible = {what[1] for what in merged.values() if what[1] is not None}
events = {}
for path in sorted({path for _, after, _ in states for path in after}):
    events[os.fsencode(path).hex()] = told = []
    for number, (before, after, explicit) in enumerate(states):
        if path in after and path not in before:
            told.append(f"{number} added")
        elif path in before and path not in after:
            told.append(f"{number} removed")
        elif path in after and (path in explicit or (before[path][0] == after[path][0] == "d" and children(before, path) != children(after, path))):
            told.append(f"{number} changed")
print(json.dumps({
    "layers": [[
        row["files"], row["bytes"], sum(what[0] != "d" and merged.get(path) == what for path, what in row["names"].items()),
        sum(sizes[inode] for inode in row["inodes"] & visible), row["added"], row["changed"], row["whiteouts"], row["opaque"],
    ] for row in rows],
    "hidden": sorted(sizes[inode] for row in rows for inode in row["inodes"] - visible if sizes[inode]),
    "events": events,
}))
