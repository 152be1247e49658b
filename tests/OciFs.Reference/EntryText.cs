using System.Text;

namespace OciFs.Reference;

/// <summary>Entries in one line each, for counterexamples: what differs from the defaults only.</summary>
internal static class EntryText
{
    public static string Of(TestEntry entry)
    {
        var text = new StringBuilder($"{entry.Type} {(entry.Name.IsEmpty ? "''" : entry.Name.ToString())}");
        if (entry.Type is EntryType.Symlink or EntryType.HardLink)
            text.Append(" -> ").Append(entry.Target.IsEmpty ? "''" : entry.Target.ToString());
        if (entry.Type is EntryType.CharacterDevice or EntryType.BlockDevice)
            text.Append($" {entry.DeviceMajor}:{entry.DeviceMinor}");
        text.Append(" 0").Append(Convert.ToString(entry.Mode, 8));
        if (entry.Uid != 0 || entry.Gid != 0)
            text.Append($" {entry.Uid}:{entry.Gid}");
        if (entry.Modified != TestEntry.DefaultTime)
            text.Append($" @{entry.Modified}");
        if (entry.Content.IsSparse)
            text.Append($" sparse {entry.Content.Length}");
        else if (entry.Content.Length > 0)
            text.Append($" '{new ByteString(entry.Content.ToArray().AsSpan(0, (int)Math.Min(entry.Content.Length, 40)))}'");
        foreach (var (name, value) in entry.Xattrs)
            text.Append($" {name}={value}");
        if (entry.Dialect != default)
            text.Append($" ({entry.Dialect})");
        return text.ToString();
    }
}
