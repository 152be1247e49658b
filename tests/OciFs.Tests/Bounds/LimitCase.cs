using OciFs.Reference.Layout;

namespace OciFs.Tests.Bounds;

/// <summary>A limit, what just meets it, and what is one beyond it.</summary>
/// <param name="Value">The limit itself.</param>
/// <param name="At">Writes an image that meets it: everything of it is shown and nothing told.</param>
/// <param name="Above">Writes an image that passes it by the least there is: the error tells the limit.</param>
/// <param name="Rest">Whether the file <c>rest</c> of the image that passes it is shown all the same.</param>
internal sealed record LimitCase(
    long Value, Func<LayoutBuilder, Descriptor> At, Func<LayoutBuilder, Descriptor> Above, bool Rest = true)
{
    /// <summary>A limit on one entry: the same image with one number more or less, a file <c>rest</c> behind the entry.</summary>
    public static LimitCase OfTar(long value, Func<int, byte[]> tarOf) => new(value, Image(tarOf, value), Image(tarOf, value + 1));

    /// <summary>A limit on a whole image: one number more or less makes or breaks it.</summary>
    public static LimitCase OfImage(long value, Func<LayoutBuilder, long, Descriptor> imageOf) =>
        new(value, layout => imageOf(layout, value), layout => imageOf(layout, value + 1), Rest: false);

    private static Func<LayoutBuilder, Descriptor> Image(Func<int, byte[]> tarOf, long value) =>
        layout => layout.AddImage([LayerBlob.Of(tarOf((int)value))]).Manifest;
}
