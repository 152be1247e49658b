using System.Globalization;
using System.Text;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Cli.Listing;

/// <summary>Draws a tree as tree(1) does.</summary>
/// <param name="options">What is shown.</param>
/// <param name="output">Where to.</param>
internal sealed class TreePrinter(TreeOptions options, Stream output)
{
    private readonly NameStyle _style = new(options.Listing);
    private readonly List<bool> _isLast = [];
    private long _directories;
    private long _files;
    private long _total;
    private TreeSums? _sums;

    /// <summary>Prints a tree.</summary>
    /// <param name="walk">Makes a walk of it.</param>
    /// <param name="top">Where it begins.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="OciFsException">Attributes cannot be had.</exception>
    public void Print(Func<TreeWalk> walk, FileNode top, byte[] path)
    {
        _sums = options.HasSums ? new TreeSums(walk(), top, path) : null;
        _directories++;
        PrintFile(path, top, _sums?[0], path);
        var sum = 0;
        foreach (var file in walk().Below(top, path))
        {
            Draw(file);
            var isDirectory = file.Node.Kind is FileKind.Directory;
            PrintFile(options.HasPaths ? file.Path : file.Name, file.Node, isDirectory && _sums is not null ? _sums[++sum] : null, file.Path);
            _ = isDirectory ? _directories++ : _files++;
        }

        _total += _sums?[0] ?? 0;
    }

    /// <summary>Prints how much there was.</summary>
    public void PrintReport()
    {
        var used = options.HasSums ? $"{SizeText(_total).TrimStart()}{(options.IsHuman ? string.Empty : " bytes")} used in " : string.Empty;
        var files = options.OnlyDirectories ? string.Empty : $", {_files} file{(_files == 1 ? string.Empty : "s")}";
        Write($"\n{used}{_directories} director{(_directories == 1 ? "y" : "ies")}{files}\n");
    }

    // Four places in units of 1024, one decimal below ten; else eleven.
    private string SizeText(long bytes)
    {
        if (!options.IsHuman)
        {
            return bytes.ToString(CultureInfo.InvariantCulture).PadLeft(11);
        }

        const long Unit = 1024;
        if (bytes < Unit)
        {
            return bytes.ToString(CultureInfo.InvariantCulture).PadLeft(4);
        }

        var unit = 0;
        for (; bytes >= Unit * Unit; unit++)
        {
            bytes /= Unit;
        }

        var size = bytes / (double)Unit;
        var text = size >= 10
            ? Math.Round(size, MidpointRounding.ToEven).ToString("0", CultureInfo.InvariantCulture)
            : (Math.Round(size * 10, MidpointRounding.ToEven) / 10).ToString("0.0", CultureInfo.InvariantCulture);
        return $"{text.PadLeft(3)}{"KMGTPE"[unit]}";
    }

    private void Draw(in TreeFile file)
    {
        _isLast.RemoveRange(file.Depth - 1, Math.Max(0, _isLast.Count - (file.Depth - 1)));
        foreach (var isLast in _isLast)
        {
            Write(isLast ? "    " : "│\u00A0\u00A0 ");
        }

        Write(file.IsLast ? "└── " : "├── ");
        _isLast.Add(file.IsLast);
    }

    private void PrintFile(byte[] name, FileNode node, long? sum, byte[] path)
    {
        NodeAttributes attributes;
        byte[]? target;
        try
        {
            attributes = node.Attributes;
            target = UnixMode.IsSymbolicLink(attributes.Mode) ? [.. node.ReadLink()] : null;
        }
        catch (OciFsException error)
        {
            Write($"[{Output.Line(error.Message, int.MaxValue)}]\n");
            throw new OciFsException(error.Error, $"{FileNames.Text(path)}: {error.Message}");
        }

        if (options.HasSizes)
        {
            Write($"[{SizeText(sum ?? attributes.Size)}]  ");
        }

        _style.Write(output, name, attributes.Mode);
        if (target is not null)
        {
            output.Write(" -> "u8);
            output.Write(_style.Text(target));
        }

        output.WriteByte((byte)'\n');
    }

    private void Write(string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
