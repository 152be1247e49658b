using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>A path at which two trees may differ, compared as far as that goes without reading contents.</summary>
/// <param name="Pair">What is there.</param>
/// <param name="Changed">What was found to differ.</param>
/// <param name="AwaitsContent">Whether both are regular files of one size whose bytes may differ.</param>
/// <param name="HasLinks">Whether one of them may have other names, at which the same contents are met again.</param>
internal readonly record struct Candidate(FilePair Pair, FileAspects Changed, bool AwaitsContent, bool HasLinks)
{
    /// <summary>Compares what needs no reading of contents.</summary>
    public static Candidate Of(TreeSides sides, in FilePair pair, FileAspects aspects)
    {
        if (pair.Before is not { } before || pair.After is not { } after)
        {
            return new Candidate(pair, FileAspects.None, AwaitsContent: false, HasLinks: false);
        }

        var one = Patience.Ask(() => sides.BeforeTree.GetAttributes(before));
        var other = Patience.Ask(() => sides.AfterTree.GetAttributes(after));
        var changed = OfAttributes(one, other);
        var isFile = UnixMode.IsRegular(one.Mode) && UnixMode.IsRegular(other.Mode);
        if (isFile && one.Size != other.Size)
        {
            changed |= FileAspects.Content;
        }

        if ((aspects & FileAspects.Target) != 0 && UnixMode.IsSymbolicLink(one.Mode) && UnixMode.IsSymbolicLink(other.Mode)
            && !sides.BeforeTree.ReadLink(before).SequenceEqual(sides.AfterTree.ReadLink(after)))
        {
            changed |= FileAspects.Target;
        }

        if ((aspects & FileAspects.Xattrs) != 0 && !XattrComparison.AreEqual(sides.BeforeTree, before, sides.AfterTree, after))
        {
            changed |= FileAspects.Xattrs;
        }

        var awaits = isFile && one.Size == other.Size && one.Size > 0 && !pair.SharesContent && (aspects & FileAspects.Content) != 0;
        return new Candidate(pair, changed & aspects, awaits, one.Links > 1 || other.Links > 1);
    }

    /// <summary>The difference, when all is known; null where there is none.</summary>
    /// <param name="sides">The trees.</param>
    /// <param name="content">What reading the contents told, where that was awaited.</param>
    public FileDifference? ToDifference(TreeSides sides, ContentAnswer content = default)
    {
        var changed = Changed | (content.Differs ? FileAspects.Content : FileAspects.None);
        var kind = Pair.Before is null ? DifferenceKind.Added : Pair.After is null ? DifferenceKind.Removed : DifferenceKind.Changed;
        return kind is DifferenceKind.Changed && changed is FileAspects.None && content.Problem is null
            ? null
            : new FileDifference([.. Pair.Path], kind, changed, sides.BeforeFile(Pair.Before), sides.AfterFile(Pair.After), content.Problem);
    }

    private static FileAspects OfAttributes(in NodeAttributes one, in NodeAttributes other)
    {
        var changed = FileAspects.None;
        if (((one.Mode ^ other.Mode) & UnixMode.TypeMask) != 0)
        {
            changed |= FileAspects.Type;
        }
        else if (one.DeviceMajor != other.DeviceMajor || one.DeviceMinor != other.DeviceMinor)
        {
            changed |= FileAspects.Device;
        }

        if (((one.Mode ^ other.Mode) & UnixMode.PermissionMask) != 0 && !UnixMode.IsSymbolicLink(one.Mode) && !UnixMode.IsSymbolicLink(other.Mode))
        {
            changed |= FileAspects.Mode;
        }

        return changed
            | (one.Uid != other.Uid || one.Gid != other.Gid ? FileAspects.Owner : FileAspects.None)
            | (one.Modified != other.Modified ? FileAspects.Modified : FileAspects.None);
    }
}

/// <summary>What reading two contents told.</summary>
/// <param name="Differs">Whether they differ.</param>
/// <param name="Problem">Why one of them cannot be read; null where both can.</param>
internal readonly record struct ContentAnswer(bool Differs, string? Problem);
