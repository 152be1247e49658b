using OciFs.Tar;

namespace OciFs.Layers;

/// <content>Names and paths: finding, making, binding and removing.</content>
internal sealed partial class LayerTreeBuilder
{
    private bool IsDirectory(uint inode) => inode != Absent && Inodes[(int)inode].IsDirectory;

    private uint Find(uint directory, ReadOnlySpan<byte> name) => Names.TryFind(directory, name, out var slot) ? Names[slot].Inode : Absent;

    private uint SlotFor(uint directory, ReadOnlySpan<byte> name) => Names.TryFind(directory, name, out var slot)
        ? slot
        : Names.Add(directory, name, ref Inodes[(int)directory].FirstChild);

    private void Bind(uint slot, uint inode)
    {
        Names[slot].Inode = inode;
        ref var node = ref Inodes[(int)inode];
        if (node.IsDirectory)
        {
            node.Name = slot;
        }
        else
        {
            node.Links++;
        }
    }

    /// <summary>Takes a name away, a directory with all that is in it.</summary>
    private void Remove(uint slot)
    {
        var removed = Names[slot].Inode;
        Names[slot].Inode = Absent;
        if (removed == Absent)
        {
            return;
        }

        if (!IsDirectory(removed))
        {
            Inodes[(int)removed].Links--;
            return;
        }

        var pending = new Stack<uint>();
        pending.Push(removed);
        while (pending.TryPop(out var directory))
        {
            for (var child = Inodes[(int)directory].FirstChild; child != Absent; child = Names[child].Next)
            {
                var inode = Names[child].Inode;
                Names[child].Inode = Absent;
                if (IsDirectory(inode))
                {
                    pending.Push(inode);
                    if (Inodes[(int)inode].Hides)
                    {
                        AddOrphan([.. PathOf(directory), .. Names.NameOf(child)], AddInode(Marker(), directory));
                    }

                    continue;
                }

                if (inode == Absent)
                {
                    continue;
                }

                Inodes[(int)inode].Links--;
                if (Inodes[(int)inode].IsMarker)
                {
                    AddOrphan([.. PathOf(directory), .. Names.NameOf(child)], inode);
                }
            }
        }
    }

    /// <summary>
    /// Goes from a directory towards the one that <paramref name="name"/> leads to, through symbolic links of this layer; what misses is
    /// put behind <see cref="_missing"/>. Gives what stands in the way, as the first half of a line, or null.
    /// </summary>
    private string? Descend(ref uint directory, ReadOnlySpan<byte> name, ref int followed)
    {
        if (++_steps > Limits.PathSteps)
        {
            return $"its path has more than {Limits.PathSteps} steps, with those of the symbolic links in it";
        }

        if (_missing.Count > 0 && name.SequenceEqual(".."u8))
        {
            _missing.RemoveAt(_missing.Count - 1);
            return null;
        }

        if (Step(ref directory, name))
        {
            return null;
        }

        // Only a last component is a marker: AUFS's .wh..wh.plnk is a folder to what lies in it.
        var found = _missing.Count > 0 ? Absent : Find(directory, name);
        if (found == Absent || Inodes[(int)found].IsMarker)
        {
            _missing.Add(name.ToArray());
            return name.Length > Limits.NameBytes ? $"a name in its path has more than {Limits.NameBytes} bytes" : null;
        }

        ref var inode = ref Inodes[(int)found];
        if (inode.IsDirectory)
        {
            directory = found;
            return null;
        }

        if (!UnixMode.IsSymbolicLink(inode.Mode))
        {
            return $"'{LayerProblems.Printable(name)}' in its path is not a directory";
        }

        if (++followed > Limits.LinksFollowed)
        {
            return $"its path has more than {Limits.LinksFollowed} symbolic links";
        }

        var target = _text.Slice((uint)inode.Data, (int)inode.Size);
        directory = target.StartsWith((byte)'/') ? LayerIndex.Root : directory;
        foreach (var range in target.Split((byte)'/'))
        {
            if (Descend(ref directory, target[range], ref followed) is { } obstacle)
            {
                return obstacle;
            }
        }

        return null;
    }

    /// <summary>Makes the directories that miss, and tells all on the way of the entry below them; gives why it cannot, or null.</summary>
    private string? MakeMissing(ref uint directory, in TarEntry entry)
    {
        foreach (var name in _missing)
        {
            if (MakeParent(ref directory, name, entry) is { } refusal)
            {
                return refusal;
            }
        }

        for (var current = directory; ; current = Names[Inodes[(int)current].Name].Parent)
        {
            Claim(current, entry);
            if (current == LayerIndex.Root)
            {
                return null;
            }
        }
    }

    private string? MakeParent(ref uint directory, ReadOnlySpan<byte> name, in TarEntry entry)
    {
        if (DepthRefusal(directory) is { } refusal)
        {
            return refusal;
        }

        var slot = SlotFor(directory, name);
        var added = AddInode(ImpliedDirectory(entry.Modified), directory);
        var marker = Names[slot].Inode;
        if (marker != Absent)
        {
            Inodes[(int)added].Flags |= LayerInodeFlags.MarkerToo;
            Inodes[(int)marker].Links--;
        }

        Bind(slot, added);
        _made.Add((slot, marker));
        directory = added;
        return null;
    }

    /// <summary>Why no directory can be made in this one, or null.</summary>
    private string? DepthRefusal(uint directory) =>
        Inodes[(int)directory].Data >= Limits.PathDepth ? $"its path is more than {Limits.PathDepth} directories deep" : null;

    /// <summary>The first entry below an implied directory gives it its time (design §4.5); a marker is none.</summary>
    private void Claim(uint directory, in TarEntry entry)
    {
        ref var inode = ref Inodes[(int)directory];
        if ((inode.Flags & LayerInodeFlags.Conditional) == 0 || Whiteout.IsMarker(_path.Component(entry.Name, _path.Count - 1)))
        {
            return;
        }

        _claimed.Add((directory, inode));
        inode.Flags &= ~LayerInodeFlags.Conditional;
        inode.ModifiedSeconds = entry.Modified.Seconds;
        inode.ModifiedNanoseconds = entry.Modified.Nanoseconds;
    }

    /// <summary>Undoes what was made for an entry that is left out: it implies no parents.</summary>
    private void TakeBack()
    {
        foreach (var (slot, before) in _made)
        {
            Names[slot].Inode = before;
            if (before != Absent)
            {
                Inodes[(int)before].Links++;
            }
        }

        foreach (var (inode, before) in _claimed)
        {
            Inodes[(int)inode].Flags = before.Flags;
            Inodes[(int)inode].ModifiedSeconds = before.ModifiedSeconds;
            Inodes[(int)inode].ModifiedNanoseconds = before.ModifiedNanoseconds;
        }
    }

    /// <summary>The components that need no look-up: an empty one, <c>.</c>, and <c>..</c>, which stops at the root.</summary>
    private bool Step(ref uint directory, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual(".."u8))
        {
            var own = Inodes[(int)directory].Name;
            directory = own == LayerIndex.NoName ? LayerIndex.Root : Names[own].Parent;
            return true;
        }

        return name.IsEmpty || name.SequenceEqual("."u8);
    }

    /// <summary>
    /// Finds what a hard link's target is at this place in the order of application: an inode of this layer, or a path that lower layers
    /// have to provide. Gives why it is neither, or null.
    /// </summary>
    private string? FindLinkTarget(in TarEntry entry, ref LinkTarget target)
    {
        var path = entry.LinkName;
        if (_linkPath.Parse(path) is { } refusal)
        {
            return "its target: " + refusal;
        }

        var missing = $"its hard link target '{LayerProblems.Printable(path)}' is no file at that place";
        if (_linkPath.Count == 0)
        {
            return missing;
        }

        uint directory = LayerIndex.Root;
        var followed = 0;
        _steps = 0;
        for (var i = 0; i < _linkPath.Count - 1; i++)
        {
            if (!TryEnter(ref directory, _linkPath.Component(path, i), ref followed, out var lower))
            {
                target = new LinkTarget(Absent, lower is null ? null : Join(lower, path, i + 1));
                return lower is null || lower.IsTooLong ? missing : null;
            }
        }

        var name = _linkPath.Component(path, _linkPath.Count - 1);
        var found = Find(directory, name);
        if (found == Absent || (Inodes[(int)found].Flags & LayerInodeFlags.Conditional) != 0)
        {
            target = new LinkTarget(Absent, IsHidden(directory, name) ? null : Join(LowerPath.Below(PathOf(directory)), path, _linkPath.Count - 1));
            return target.Lower is null || target.Lower.IsTooLong ? missing : null;
        }

        if (Inodes[(int)found].IsLowerLink)
        {
            // A link of its own to the same file: what each says of the file counts in the order of the tar.
            ref var link = ref Inodes[(int)found];
            target = new LinkTarget(Absent, new LowerPath(_text.Slice((uint)link.Data, (int)link.Size), (int)link.OwnPrefix));
            return null;
        }

        target = new LinkTarget(found, null);
        return Inodes[(int)found].IsDirectory || Inodes[(int)found].IsMarker ? missing
            : _extras.PassesLimit(entry, Inodes[(int)found].Extras)
            ? $"with those of its hard link target it has more than {Limits.XattrBytesPerFile} bytes of extended attributes" : null;
    }

    /// <summary>As <see cref="Descend"/>, but makes nothing: where this layer has no such name, gives the path that a lower one may have.</summary>
    private bool TryEnter(ref uint directory, ReadOnlySpan<byte> name, ref int followed, out LowerPath? lower)
    {
        lower = null;
        if (++_steps > Limits.PathSteps)
        {
            return false;
        }

        if (Step(ref directory, name))
        {
            return true;
        }

        var found = Find(directory, name);
        if (found == Absent)
        {
            lower = IsHidden(directory, name) ? null : LowerPath.Below(PathOf(directory)).Add(name);
            return false;
        }

        if (Inodes[(int)found].IsDirectory)
        {
            directory = found;
            return true;
        }

        if (!UnixMode.IsSymbolicLink(Inodes[(int)found].Mode) || ++followed > Limits.LinksFollowed)
        {
            return false;
        }

        var target = _text.Slice((uint)Inodes[(int)found].Data, (int)Inodes[(int)found].Size);
        directory = target.StartsWith((byte)'/') ? LayerIndex.Root : directory;
        foreach (var range in target.Split((byte)'/'))
        {
            if (lower is not null)
            {
                lower.Add(target[range]);
            }
            else if (!TryEnter(ref directory, target[range], ref followed, out lower) && lower is null)
            {
                return false;
            }
        }

        return lower is null;
    }

    /// <summary>Whether this layer has hidden so far what lower layers have under a name.</summary>
    private bool IsHidden(uint directory, ReadOnlySpan<byte> name)
    {
        if (HasMarker(directory, [.. Whiteout.Prefix, .. name]))
        {
            return true;
        }

        for (var current = directory; ; current = Names[Inodes[(int)current].Name].Parent)
        {
            if (HasMarker(current, Whiteout.Opaque))
            {
                return true;
            }

            if (current == LayerIndex.Root)
            {
                return false;
            }

            var own = Inodes[(int)current].Name;
            if (HasMarker(Names[own].Parent, [.. Whiteout.Prefix, .. Names.NameOf(own)]))
            {
                return true;
            }
        }
    }

    /// <summary>Whether a directory has a marker; a folder of a marker's name, as AUFS had them, is none.</summary>
    private bool HasMarker(uint directory, ReadOnlySpan<byte> name) =>
        Find(directory, name) is var found && found != Absent && Inodes[(int)found].Hides;

    /// <summary>Path of a directory of this layer, with a slash behind each component; empty for the root.</summary>
    private byte[] PathOf(uint directory)
    {
        var length = 0;
        for (var name = Inodes[(int)directory].Name; name != LayerIndex.NoName; name = Inodes[(int)Names[name].Parent].Name)
        {
            length += Names[name].Length + 1;
        }

        var result = new byte[length];
        for (var name = Inodes[(int)directory].Name; name != LayerIndex.NoName; name = Inodes[(int)Names[name].Parent].Name)
        {
            result[--length] = (byte)'/';
            length -= Names[name].Length;
            Names.NameOf(name).CopyTo(result.AsSpan(length));
        }

        return result;
    }

    private LowerPath Join(LowerPath begun, ReadOnlySpan<byte> target, int from)
    {
        for (var i = from; i < _linkPath.Count; i++)
        {
            begun.Add(_linkPath.Component(target, i));
        }

        return begun;
    }

    /// <summary>What a hard link binds to: an inode of this layer, or else a path of lower ones.</summary>
    private readonly record struct LinkTarget(uint Inode, LowerPath? Lower);
}
