using System.Text;

namespace OciFs.Reference.Stacks;

/// <summary>A stack as the C# expression that makes it: a counterexample to be pasted into a test.</summary>
public static class StackSource
{
    public static string Of(LayerStack stack)
    {
        var layers = stack.Layers.Select(layer => $"    [\n{string.Concat(layer.Select(entry => $"        {Of(entry)},\n"))}    ]");
        var forms = stack.Forms is null ? "" : $" with\n{{\n    Forms = [{string.Join(", ", stack.Forms.Select(Of))}],\n}}";
        return $"LayerStack.Of(\n{string.Join(",\n", layers)}){forms}";
    }

    private static string Of(LayerForm form) => $"new(LayerCompression.{form.Compression}, TarEnd.{form.End})";

    private static string Of(TestEntry entry)
    {
        var text = new StringBuilder($"new TestEntry {{ Name = {Of(entry.Name)}, Type = EntryType.{entry.Type}, Mode = 0x{entry.Mode:x}");
        Add(text, entry.Uid != 0, $"Uid = {entry.Uid}");
        Add(text, entry.Gid != 0, $"Gid = {entry.Gid}");
        Add(text, entry.Modified != TestEntry.DefaultTime, $"Modified = new({entry.Modified.Seconds}, {entry.Modified.Nanoseconds})");
        Add(text, !entry.Target.IsEmpty, $"Target = {Of(entry.Target)}");
        Add(text, entry.DeviceMajor != 0 || entry.DeviceMinor != 0, $"DeviceMajor = {entry.DeviceMajor}, DeviceMinor = {entry.DeviceMinor}");
        Add(text, entry.Content.Length > 0, $"Content = {Of(entry.Content)}");
        Add(text, entry.Dialect != default, $"Dialect = TarDialect.{entry.Dialect}");
        text.Append(" }");
        foreach (var (name, value) in entry.Xattrs)
            text.Append($".WithXattr({Of(name)}, {Of(value)})");
        return text.ToString();
    }

    private static void Add(StringBuilder text, bool isSaid, string what)
    {
        if (isSaid)
            text.Append(", ").Append(what);
    }

    private static string Of(FileContent content) => $"new({content.Length}, [{string.Join(", ", content.Segments.Select(Of))}])";

    private static string Of(FileSegment segment) => $"new({segment.Offset}, Convert.FromHexString(\"{Convert.ToHexString(segment.Data)}\"))";

    private static string Of(ByteString text)
    {
        var literal = new StringBuilder("\"");
        foreach (var value in text.Span)
        {
            if (value is >= 0x20 and <= 0x7e and not (byte)'\\' and not (byte)'"')
                literal.Append((char)value);
            else
                literal.Append($"\\u{(int)value:x4}");
        }

        return literal.Append('"').ToString();
    }
}
