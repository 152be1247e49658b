using System.Text;
using OciFs.Views;

namespace OciFs.Cli.Printing;

/// <summary>Prints what is known of a file, as stat(1) does, and what an image knows beside: layer, extended attributes, holes.</summary>
internal static class StatSheet
{
    /// <summary>Prints a file.</summary>
    /// <param name="path">The path it was asked by.</param>
    /// <param name="status">What is told of it.</param>
    /// <param name="target">Where it leads, of a symbolic link.</param>
    /// <param name="attributes">What stat tells of it.</param>
    public static void Print(byte[] path, FileStatus status, byte[]? target, in NodeAttributes attributes)
    {
        Line("File", target is null ? FileNames.Text(path) : $"{FileNames.Text(path)} -> {FileNames.Text(target)}");
        Line("Size", $"{status.Size,-15} Blocks: {attributes.Blocks,-10} {StatFormat.KindOf(attributes)}");
        var device = status.Device is null ? string.Empty : $" Device type: {status.Device.Replace(':', ',')}";
        Line("Inode", $"{status.Inode,-20} Links: {status.Links}{device}");
        Line("Access", $"({status.Mode}/{ModeText.Of(attributes.Mode)})  Uid: ({status.Uid,5}/{Name(status.User)})   Gid: ({status.Gid,5}/{Name(status.Group)})");
        Line("Access", FileTime.Full(attributes.Accessed));
        Line("Modify", FileTime.Full(attributes.Modified));
        Line("Change", FileTime.Full(attributes.Changed));
        Line("Birth", "-");
        if (status.Layer is { } layer)
        {
            Line("Layer", $"{layer:00} {status.LayerDigest}");
        }

        if (status.CreatedBy is { } command)
        {
            Line("By", Output.Line(command, int.MaxValue));
        }

        foreach (var xattr in status.Xattrs)
        {
            Line("Xattr", $"{FileNames.Text(xattr.Name)}={ValueText(xattr)}");
        }

        if (status.Holes.Length > 0)
        {
            Line("Holes", $"{status.Holes.Length}, {status.Holes.Sum(hole => hole.Length)} bytes");
        }
    }

    private static string Name(string? owner) => (owner ?? "UNKNOWN").PadLeft(8);

    // As getfattr(1): hexadecimal where it is no text.
    private static string ValueText(FileXattr xattr)
    {
        var bytes = xattr.ValueBytes ?? Encoding.UTF8.GetBytes(xattr.Value);
        var isText = xattr.ValueBytes is null && Output.Line(xattr.Value, int.MaxValue) == xattr.Value;
        return isText ? $"\"{xattr.Value}\"" : $"0x{Convert.ToHexStringLower(bytes)}";
    }

    private static void Line(string name, string text) => Console.Out.WriteLine($"{name,6}: {text}");
}
