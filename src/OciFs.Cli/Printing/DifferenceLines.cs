using System.Text;
using OciFs.Comparing;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Cli.Printing;

/// <summary>Prints differences as <c>docker diff</c> does, a line each: <c>A /path</c>, <c>D /path</c>, <c>C /path  what differs</c>.</summary>
internal static class DifferenceLines
{
    private const string Green = "\e[32m";
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Plain = "\e[m";

    /// <summary>Prints a difference.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="path">Its path, as it is shown.</param>
    /// <param name="isNullEnded">Whether NUL ends it, right behind the path.</param>
    public static void Print(FileDifference difference, byte[] path, bool isNullEnded)
    {
        var (letter, colour) = difference.Kind switch { DifferenceKind.Added => ('A', Green), DifferenceKind.Removed => ('D', Red), _ => ('C', Yellow) };
        colour = Screen.HasColour && !isNullEnded ? colour : null;
        Text($"{colour}{letter} ");
        if (isNullEnded)
        {
            FileNames.Write(path, isNullEnded: true);
            return;
        }

        FileNames.WritePart(path);
        Text((colour is null ? null : Plain) + (difference.Changed is FileAspects.None ? null : $"  {What(difference)}") + "\n");
        Output.Stream.Flush();
    }

    // Texts of the image are quoted in it wherever it goes, for it is one line.
    private static string What(FileDifference difference)
    {
        var (before, after, changed) = (difference.Before!.Attributes, difference.After!.Attributes, difference.Changed);
        List<string> parts = [];
        void Add(FileAspects aspect, string word, string one, string other)
        {
            if (changed.HasFlag(aspect))
            {
                parts.Add(one == other ? word : $"{word} {one} -> {other}");
            }
        }

        Add(FileAspects.Type, "type", FileTypeWords.Of(before.Mode), FileTypeWords.Of(after.Mode));
        Add(FileAspects.Content, "content", Output.Size(before.Size), Output.Size(after.Size));
        Add(FileAspects.Target, "target", TargetOf(difference.Before, changed), TargetOf(difference.After, changed));
        Add(FileAspects.Device, "device", $"{before.DeviceMajor}:{before.DeviceMinor}", $"{after.DeviceMajor}:{after.DeviceMinor}");
        Add(FileAspects.Mode, "mode", ComparedFileDetails.ModeOf(before.Mode), ComparedFileDetails.ModeOf(after.Mode));
        Add(FileAspects.Owner, "owner", $"{before.Uid}:{before.Gid}", $"{after.Uid}:{after.Gid}");
        Add(FileAspects.Modified, "time", TimeOf(before.Modified), TimeOf(after.Modified));
        Add(FileAspects.Xattrs, "xattrs", string.Empty, string.Empty);
        return string.Join(", ", parts);
    }

    private static string TargetOf(FileNode file, FileAspects changed) =>
        changed.HasFlag(FileAspects.Target) ? FileNames.Text(file.ReadLink().AsSpan()) : string.Empty;

    // To the second, unless that is all that differs; what no calendar has is seconds since 1970.
    private static string TimeOf(NodeTime time) => time.Seconds is >= 0 and < 253_402_300_800
        ? Output.Moment(DateTimeOffset.FromUnixTimeSeconds(time.Seconds))
        : $"{time.Seconds}";

    private static void Text(string text) => Output.Stream.Write(Encoding.UTF8.GetBytes(text));
}
